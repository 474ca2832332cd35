import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tokenFrom } from '../api-client.ts';
import { ensurePython } from './fetched.ts';
import { openLocalStack } from './local-stack.ts';
import { root } from './places.ts';
import { run } from './process.ts';

/**
 * `npm run test:schema [option…]`: Schemathesis generates valid and invalid requests from /openapi.json, and validates
 * the responses of a local stack with sample data, first as a user, then as an administrator. Further arguments are
 * passed to Schemathesis, such as `--include-path /v1/packs`. schemathesis.toml configures its checks. Before that, the
 * CloudEvents SDK of PyPI reports usage in each mode, and pandas reads the CSV of charges.
 */
const MINUTES = 10;

const SCHEMATHESIS = '4.32.5';
/** Pinned, because another version of Hypothesis generates other requests from the same seed. */
const tools = [`schemathesis==${SCHEMATHESIS}`, 'hypothesis==6.170.17'];

/** Scripts that use the API with PyPI packages. */
const cloudEvents = { script: 'cloud_events.py', packages: ['cloudevents==2.2.0'] };
const csvReports = { script: 'csv_reports.py', packages: ['pandas==3.1.1', 'numpy==2.4.6'] };

/** The administrator is last, because it retires packs that the user would buy. */
const callers = [{ sub: 'user_001' }, { sub: 'user_admin', groups: ['admin'] }] as const;

/**
 * Node.js refuses headers over 16 KB, as API Gateway does over 10 KB, with responses of its own. The API should answer
 * these requests here.
 */
const environment = { NODE_OPTIONS: '--max-http-header-size=131072', SEED: 'sample' };

const stopped = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
  process.on(signal, () => stopped.abort(new Error(`It was stopped by ${signal}.`)));
const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(MINUTES * 60_000)]);

try {
  await readReports();
  const python = await ensurePython(`schemathesis-${SCHEMATHESIS}`, tools, signal);
  const stack = await openLocalStack(signal, environment);
  try {
    const { BASE_URL: url = '', E2E_TOKEN_URL: tokenUrl = '' } = stack.environment;
    const token = await tokenFrom(tokenUrl, { sub: 'python', scope: 'usage.write read.all' });
    await runScript(cloudEvents, url, { API_TOKEN: token });
    const failed: string[] = [];
    for (const caller of callers) {
      console.log(`\nAs ${caller.sub}`);
      const token = await tokenFrom(tokenUrl, caller);
      if (!(await isAsDescribed(python, url, token))) failed.push(caller.sub);
    }
    if (failed.length > 0) {
      console.error(await stack.diagnosis());
      throw new Error(`The API is not as it describes itself, as seen by ${failed.join(' and ')}.`);
    }
  } finally {
    await stack.stop();
  }
} catch (error) {
  // After an abort, other errors are only consequences of it.
  const cause = signal.aborted ? signal.reason : error;
  console.error(cause instanceof Error ? cause.message : cause);
  process.exitCode = 1;
}

/**
 * Exports charges as CSV and reads them. Uses a separate local stack, because it moves the clock, which would change
 * the sample data.
 */
async function readReports(): Promise<void> {
  const stack = await openLocalStack(signal);
  try {
    const { BASE_URL: url = '', E2E_TOKEN_URL = '' } = stack.environment;
    await runScript(csvReports, url, { E2E_TOKEN_URL });
  } catch (error) {
    console.error(await stack.diagnosis());
    throw error;
  } finally {
    await stack.stop();
  }
}

/** Runs a script against the API at `url` and prints its output. Throws if it fails. */
async function runScript(
  { script, packages }: { readonly script: string; readonly packages: readonly string[] },
  url: string,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const python = await ensurePython(packages.join('-').replaceAll('==', '-'), packages, signal);
  const words = [python, join(root, 'bin/e2e', script), url];
  const said = await run({ words, environment: { ...process.env, ...settings } }, 120, signal);
  console.log(said.trimEnd());
}

/** Runs Schemathesis in a temporary folder, where it writes its files. It prints its own report. */
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
