import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CREDENTIALS, REGION } from '../../local/environment.ts';
import { root } from './places.ts';
import { lastLines, type Service, start } from './process.ts';
import type { Target } from './target.ts';
import { waitUntil } from './waiting.ts';

const SECONDS_TO_START = 60;

/** A desk of its own, empty, on a free port, in a directory that goes with it, with these settings besides. */
export async function openDesk(
  signal: AbortSignal,
  settings: Readonly<Record<string, string>> = {},
): Promise<Target> {
  const home = await mkdtemp(join(tmpdir(), 'e2e-desk-'));
  const desk = await start(
    {
      words: [process.execPath, '--import', 'tsx', 'bin/desk.ts'],
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
    join(home, 'desk.log'),
  );
  const stop = async () => {
    await desk.stop(10);
    await rm(home, { recursive: true, force: true });
  };
  try {
    const url = await waitUntil('the desk', SECONDS_TO_START, signal, async () => urlOf(desk));
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
    return { kind: 'desk', environment, diagnosis: async () => lastLines(desk.log()), stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

function urlOf(desk: Service): string | undefined {
  if (desk.ended()) throw new Error(`The desk ended:\n${lastLines(desk.log())}`);
  return /^listening on (\S+)$/m.exec(desk.log())?.[1];
}
