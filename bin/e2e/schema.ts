import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { openDesk } from './desk.ts';
import { ensurePython } from './fetched.ts';
import { root } from './places.ts';
import { run } from './process.ts';

/**
 * `npm run test:schema [option…]`: Schemathesis makes requests up from /openapi.json, good and bad, and holds the
 * answers of a desk with sample data against it: once as a plain user, once as an administrator. Further words are
 * options of its own for both, as `--include-path /v1/packs`. What it checks stands in schemathesis.toml. Before, the
 * CloudEvents SDK of PyPI reports usage in each of its modes.
 */
const MINUTES = 10;

const SCHEMATHESIS = '4.32.5';
/** With another Hypothesis the same seed gives other requests. */
const packages = [`schemathesis==${SCHEMATHESIS}`, 'hypothesis==6.170.17'];

const CLOUDEVENTS = '2.2.0';

/** The administrator last: it retires the packs that a user would buy. */
const callers = [{ sub: 'user_001' }, { sub: 'user_admin', groups: ['admin'] }] as const;

/** Node refuses a head over 16 KB before the API sees it, as API Gateway does over 10 KB, in words of its own. */
const environment = { NODE_OPTIONS: '--max-http-header-size=131072', SEED: 'sample' };

const stopped = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
  process.on(signal, () => stopped.abort(new Error(`It was stopped by ${signal}.`)));
const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(MINUTES * 60_000)]);

try {
  const python = await ensurePython(`schemathesis-${SCHEMATHESIS}`, packages, signal);
  const desk = await openDesk(signal, environment);
  try {
    const { BASE_URL: url = '', E2E_TOKEN_URL: tokenUrl = '' } = desk.environment;
    await reportByPython(url, await tokenOf(tokenUrl, { sub: 'python', scope: 'usage.write read.all' }));
    const failed: string[] = [];
    for (const caller of callers) {
      console.log(`\nAs ${caller.sub}`);
      const token = await tokenOf(tokenUrl, caller);
      if (!(await isAsDescribed(python, url, token))) failed.push(caller.sub);
    }
    if (failed.length > 0) {
      console.error(await desk.diagnosis());
      throw new Error(`The API is not as it describes itself, as seen by ${failed.join(' and ')}.`);
    }
  } finally {
    await desk.stop();
  }
} catch (fault) {
  // Whatever is under way when it is stopped says only that it was.
  const cause = signal.aborted ? signal.reason : fault;
  console.error(cause instanceof Error ? cause.message : cause);
  process.exitCode = 1;
}

/** Reports usage with PyPI's SDK of CloudEvents. Throws if the API refuses or loses an event. */
async function reportByPython(url: string, token: string): Promise<void> {
  const python = await ensurePython(`cloudevents-${CLOUDEVENTS}`, [`cloudevents==${CLOUDEVENTS}`], signal);
  const script = join(root, 'bin/e2e/cloud_events.py');
  await run({ words: [python, script, url], environment: { ...process.env, API_TOKEN: token } }, 60, signal);
}

async function tokenOf(tokenUrl: string, caller: object): Promise<string> {
  const response = await fetch(tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(caller),
    signal,
  });
  return z.object({ token: z.string() }).parse(await response.json()).token;
}

/** Runs Schemathesis in a folder of its own, which takes whatever it notes down. It speaks for itself. */
async function isAsDescribed(python: string, url: string, token: string): Promise<boolean> {
  const home = await mkdtemp(join(tmpdir(), 'schemathesis-'));
  const config = join(root, 'bin/e2e/schemathesis.toml');
  try {
    const tool = spawn(
      python,
      [
        ...['-c', 'from schemathesis.cli import schemathesis; schemathesis()', '--config-file', config],
        ...['run', `${url}/openapi.json`, ...process.argv.slice(2)],
      ],
      {
        cwd: home,
        env: { ...process.env, SCHEMA_TOKEN: token },
        stdio: ['ignore', 'inherit', 'inherit'],
        signal,
      },
    );
    const [code] = await once(tool, 'close');
    return code === 0;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
