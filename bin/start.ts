import { log } from '../functions/runtime/log.ts';
import { startLocalStack } from '../local/local-stack.ts';
import { ensureDashboard } from './dashboard/build.ts';

/** The service on one machine. PORT (3000; 0 is any free one), DATA_DIR (.local/; `:memory:`), SEED (NONE: empty). */
const { SEED = '' } = process.env;
const PORT = process.env.PORT || '3000';
const DATA_DIR = process.env.DATA_DIR || '.local/';

const port = Number(PORT);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`PORT is ${PORT}: it must be a whole number from 0 to 65535.`);
  process.exit(1);
}

// A stray rejection in one handler must not end the local stack for everybody.
process.on('unhandledRejection', (error) => log.error('local.unhandled', { error: error as Error }));
// Nobody reads any more: `npm start | head` has seen enough.
process.stdout.on('error', () => process.kill(process.pid, 'SIGTERM'));

// At once: both take a moment on the first start. The API does without pages.
const building = ensureDashboard().catch((error: Error) => console.error(`No dashboard: ${error.message}`));
const starting = startLocalStack({ port, dataDir: DATA_DIR, seed: SEED.toLowerCase() !== 'none' });

let isStopping = false;

// A Ctrl-C arrives twice, from the terminal and from npm: the second must not cut the first short.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop());

async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await starting.then((stack) => stack.stop()).catch((error) => console.error(error));
  process.exit();
}

/** Nothing can be done without the engine: an end with its reason is better than refusals for ever. */
async function fail(reason: Error): Promise<void> {
  console.error(reason.message);
  process.exitCode = 1;
  await stop();
}

try {
  const { url, issueToken, lost, samplesReady } = await starting;
  void lost.then(fail);
  const token = await issueToken({ sub: 'user_001' });
  await building;
  console.log(`listening on ${url}`);
  await samplesReady;
  console.log(
    [
      '',
      `  dashboard  ${url}/`,
      `  API        ${url}/docs`,
      `  data       ${DATA_DIR}`,
      '',
      'Ready. A token for user_001, valid for 12 hours:',
      '',
      token,
      '',
      'Try:',
      '',
      `  curl -H "Authorization: Bearer $TOKEN" ${url}/v1/accounts/user_001/quotas`,
      '',
    ].join('\n'),
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
