import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** Pinned: the OpenAPI document in it is what our requests are held to. */
const VERSION = 'v0.203.0';
const FOLDER = join(import.meta.dirname, '../../node_modules/.cache/stripe-mock', VERSION);
const BINARY = join(FOLDER, 'stripe-mock');

/** The first start on a machine compiles it. */
export const BUILD_TIMEOUT_MS = 300_000;

export interface StripeMock {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts Stripe's own emulator of its API, which checks each request against Stripe's OpenAPI document, on a free
 * port of this machine. Null where there is no Go to build it with; throws when it cannot be built.
 */
export async function startStripeMock(): Promise<StripeMock | null> {
  if (!existsSync(BINARY) && !(await hasGo())) return null;
  if (!existsSync(BINARY)) await build();
  const child = spawn(BINARY, ['-http-addr', '127.0.0.1:0', '-https-addr', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  return {
    url: `http://${await addressIn(child.stdout)}`,
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

const run = promisify(execFile);

const hasGo = (): Promise<boolean> =>
  run('go', ['version']).then(
    () => true,
    () => false,
  );

const build = () =>
  run('go', ['install', `github.com/stripe/stripe-mock@${VERSION}`], {
    env: { ...process.env, GOBIN: FOLDER },
  });

async function addressIn(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(output)) {
    const [, address] = /^Listening for HTTP at address: (\S+)$/.exec(line) ?? [];
    if (address === undefined) continue;
    // Unread, a full pipe would halt it.
    output.resume();
    return address;
  }
  throw new Error('stripe-mock ended before it listened.');
}
