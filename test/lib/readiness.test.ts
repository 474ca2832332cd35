import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFull } from '../support/scope.ts';
import { bundleOf } from './bundle.ts';

/** What imports the client of DynamoDB and does nothing else, bundled as anyone would: what a cold start is at least. */
const YARDSTICK = `
  import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
  const dynamo = new DynamoDBClient();
  export const handler = async () => dynamo.config.region();
`;
const HOT = ['api/quotas', 'api/slots', 'api/ingest'];
const AT_MOST = 1.3;
const RUNS = isFull ? 21 : 9;
const ROUNDS = 12;

const environment = {
  PATH: process.env.PATH,
  AWS_REGION: 'us-east-1',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};
const measure = (path: string) =>
  `const from = performance.now(); require(${JSON.stringify(path)}); console.log(performance.now() - from)`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'real-deal-ready-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function keep(name: string, code: string): string {
  const path = join(folder, `${name.replace('/', '-')}.cjs`);
  writeFileSync(path, code);
  return path;
}

/** Milliseconds until a fresh process has imported the file. */
const timeToReady = (path: string): number =>
  Number(execFileSync(process.execPath, ['-e', measure(path)], { env: environment, encoding: 'utf8' }));

/**
 * The best of some runs each, taken in turn: whatever else the machine does slows all alike, and none for good. Where
 * it slowed, or sped, one of them after all, all are run anew: a fast moment of one says nothing of another's.
 */
function bestOf(paths: ReadonlyMap<string, string>, isEnough: (best: Times) => boolean): Times {
  const best = new Map<string, number>();
  for (let round = 0; round < ROUNDS && (round === 0 || !isEnough(best)); round += 1) {
    best.clear();
    for (let run = 0; run < RUNS; run += 1)
      for (const [name, path] of paths)
        best.set(name, Math.min(timeToReady(path), best.get(name) ?? Number.POSITIVE_INFINITY));
  }
  return best;
}

type Times = ReadonlyMap<string, number>;

/** How many times the yardstick's time a function takes. */
const ratioOf = (best: Times, file: string): number =>
  (best.get(file) ?? Number.NaN) / (best.get('yardstick') ?? Number.NaN);

describe('a hot function', () => {
  it(`is ready in at most ${AT_MOST} times what the client of DynamoDB alone takes`, async () => {
    const entry = join(folder, 'yardstick.ts');
    writeFileSync(entry, YARDSTICK);
    const resolve = { nodePaths: ['node_modules'] };
    const paths = new Map([
      ['yardstick', keep('yardstick', (await bundleOf(entry, { ...resolve, alias: {} })).code)],
      ['yardstick, bundled as ours are', keep('lean', (await bundleOf(entry, resolve)).code)],
    ]);
    for (const file of HOT) paths.set(file, keep(file, (await bundleOf(`functions/${file}.ts`)).code));
    const best = bestOf(paths, (seen) => HOT.every((file) => ratioOf(seen, file) <= AT_MOST));
    const unit = best.get('yardstick') ?? Number.NaN;
    const lines = [...best].map(([name, ms]) => `${name}: ${ms.toFixed(1)} ms, ${(ms / unit).toFixed(2)}`);
    process.stdout.write(`${lines.join('\n')}\n`);
    for (const file of HOT) expect(ratioOf(best, file)).toBeLessThanOrEqual(AT_MOST);
  });
});
