import { log } from '../functions/runtime/log.ts';
import { startLocalStack } from '../local/local-stack.ts';
import { ensureDashboard } from './dashboard/build.ts';

/**
 * Starts the service on one machine. PORT (3000; 0 selects a free one), DATA_DIR (.local/; `:memory:`), SEED (NONE:
 * empty).
 */
const { SEED = '' } = process.env;
const PORT = process.env.PORT || '3000';
const DATA_DIR = process.env.DATA_DIR || '.local/';

const port = Number(PORT);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`PORT is ${PORT}: it must be a whole number from 0 to 65535.`);
  process.exit(1);
}

// A stray rejection in one handler must not end the local stack.
process.on('unhandledRejection', (error) => log.error('local.unhandled', { error: error as Error }));
// The reader has closed the pipe, as in `npm start | head`.
process.stdout.on('error', () => process.kill(process.pid, 'SIGTERM'));

// Start both at once, because each takes a moment on the first start. The API works without pages.
const building = ensureDashboard().catch((error: Error) => console.error(`No dashboard: ${error.message}`));
const starting = startLocalStack({ port, dataDir: DATA_DIR, seed: SEED.toLowerCase() !== 'none' });

let isStopping = false;

// Ctrl-C arrives twice, from the terminal and from npm. The second must not interrupt the first.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop());

async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await starting.then((stack) => stack.stop()).catch((error) => console.error(error));
  process.exit();
}

/** Nothing works without the engine, so exit with its reason. */
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
