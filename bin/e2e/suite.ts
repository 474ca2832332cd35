import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { root } from './places.ts';
import type { Target } from './target.ts';

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({
          title: z.string(),
          fullName: z.string(),
          status: z.enum(['passed', 'failed', 'pending', 'todo']),
        }),
      ),
    }),
  ),
});

interface Test {
  /** The title by which exceptions name it. */
  readonly title: string;
  /** The title with those of its describe blocks. */
  readonly fullName: string;
  readonly status: string;
}

export interface Results {
  readonly tests: readonly Test[];
  /** Files that could not be loaded. */
  readonly broken: readonly string[];
}

const EVERYTHING = ['<rootDir>/test/e2e/**/*.e2e.ts'];

/**
 * Jest's configuration of `npm test` with other files. One at a time, because some tests move the local stack's clock.
 */
const configurationOf = (files: readonly string[]) => ({
  ...packageJson.jest,
  rootDir: root,
  testMatch: files,
  testSequencer: '<rootDir>/bin/e2e/months-first.js',
  testTimeout: 60_000,
});

/** Runs the suite's files, or those whose names contain one of `words`, and returns the result of each test. */
export async function runSuite(
  target: Target,
  words: readonly string[],
  signal: AbortSignal,
  files = EVERYTHING,
): Promise<Results> {
  const folder = await mkdtemp(join(tmpdir(), 'e2e-report-'));
  const report = join(folder, 'report.json');
  try {
    const jest = spawn(
      process.execPath,
      [
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        join(root, 'node_modules/jest/bin/jest.js'),
        ...['--config', JSON.stringify(configurationOf(files)), '--runInBand', '--verbose'],
        ...['--json', '--outputFile', report, ...words],
      ],
      {
        cwd: root,
        env: { ...inherited(), ...target.environment, E2E_TARGET: target.kind },
        // Jest repeats the report on standard output if it writes it to a file.
        stdio: ['ignore', 'ignore', 'inherit'],
        signal,
      },
    );
    await once(jest, 'close');
    return resultsOf(reportSchema.parse(JSON.parse(await readFile(report, 'utf8'))));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A developer's own profile and endpoints must not reach the suite. */
const inherited = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS_|E2E_)/.test(name)));

const resultsOf = ({ testResults }: z.output<typeof reportSchema>): Results => ({
  tests: testResults.flatMap(({ assertionResults }) => assertionResults),
  broken: testResults.filter(({ assertionResults }) => assertionResults.length === 0).map(({ name }) => name),
});
