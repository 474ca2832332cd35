import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CREDENTIALS, REGION } from '../../local/environment.ts';
import { root } from './places.ts';
import { lastLines, type Service, start } from './process.ts';
import type { Target } from './target.ts';
import { waitUntil } from './waiting.ts';

const SECONDS_TO_START = 60;

/** Starts an empty local stack on a free port, in a temporary directory, with these additional settings. */
export async function openLocalStack(
  signal: AbortSignal,
  settings: Readonly<Record<string, string>> = {},
): Promise<Target> {
  const home = await mkdtemp(join(tmpdir(), 'e2e-local-'));
  const stack = await start(
    {
      words: [process.execPath, '--import', 'tsx', 'bin/start.ts'],
      cwd: root,
      environment: {
        ...process.env,
        PORT: '0',
        DATA_DIR: home,
        SEED: 'none',
        LOG_LEVEL: 'WARN',
        ...settings,
      },
    },
    join(home, 'stack.log'),
  );
  const stop = async () => {
    await stack.stop(10);
    await rm(home, { recursive: true, force: true });
  };
  try {
    const url = await waitUntil('the local stack', SECONDS_TO_START, signal, async () => urlOf(stack));
    const { secret } = JSON.parse(await readFile(join(home, 'sandbox-secret.json'), 'utf8'));
    const environment = {
      BASE_URL: url,
      E2E_TOKEN_URL: `${url}/dev/token`,
      E2E_SANDBOX_SECRET: secret,
      AWS_ENDPOINT_URL_S3: `${url}/s3`,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    };
    return { kind: 'local', environment, diagnosis: async () => lastLines(stack.log()), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function urlOf(stack: Service): string | undefined {
  if (stack.ended()) throw new Error(`The local stack ended:\n${lastLines(stack.log())}`);
  return /^listening on (\S+)$/m.exec(stack.log())?.[1];
}
