import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { run } from '../support/run.ts';

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
const [, block = ''] = /^## Use$.*?^```sh\n(.*?)^```$/ms.exec(readme) ?? [];
const BASE = 'http://127.0.0.1:3000';

/** Runs the block as if pasted into a shell. Returns what it prints, line by line. */
async function paste(url: string): Promise<string[]> {
  const script = block.replace(`base=${BASE}`, `base=${url}`);
  const { stdout } = await promisify(execFile)('bash', ['-c', script]);
  return stdout.split('\n').filter((line) => line !== '');
}

const clockOf = async (url: string): Promise<number> =>
  Date.parse(((await (await fetch(`${url}/dev/clock`)).json()) as { now: string }).now);

describe('the example of the README', () => {
  it('works right after the start, and again after that', async () => {
    const stack = run('start.ts', { PORT: '0', DATA_DIR: ':memory:', SEED: '' });
    try {
      const url = (await stack.firstLine).replace('listening on ', '');
      expect(block).toContain(`base=${BASE}\n`);
      for (const lines of [await paste(url), await paste(url)]) {
        expect(lines.filter((line) => line.includes('/problems/'))).toEqual([]);
        const [head, ...answers] = lines;
        expect(head).toBe('{"drained":true}');
        const quotas = answers.find((line) => line.includes('"quotas":[')) ?? '';
        expect(quotas).toMatch(/"meter":"bandwidth".*?"used":1500000,/);
        expect(answers.some((line) => line.includes('"stylesheetUrl"'))).toBe(true);
        expect(answers.filter((line) => /,capacityPack,succeeded,/.test(line))).toHaveLength(1);
      }
      expect(Math.abs((await clockOf(url)) - Date.now())).toBeLessThan(2_000);
    } finally {
      stack.child.kill('SIGTERM');
      await stack.ended;
    }
  });
});
