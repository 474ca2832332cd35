import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { openDesk } from './support/desk.ts';

const root = join(import.meta.dirname, '..');

/** Runs `npm run demo` as it is, without a terminal. */
const demo = (environment: Record<string, string>) =>
  new Promise<{ code: number; out: string; errors: string }>((resolve) => {
    const { BASE_URL: _, ...env } = process.env;
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', 'bin/demo.ts'],
      { cwd: root, env: { ...env, ...environment } },
      (_fault, out, errors) => resolve({ code: child.exitCode ?? -1, out, errors }),
    );
  });

describe('npm run demo', () => {
  it('ends by itself, with every figure right', async () => {
    const { code, out } = await demo({});
    const table = out.slice(out.indexOf('What the tour saw')).split('\n');
    const rows = table.filter((line) => line.split(' | ').length === 4);
    expect(rows[0]).toMatch(/^what +\| +expected \| +seen \| ok$/);
    expect(rows.slice(1).filter((row) => !row.endsWith('| ok'))).toEqual([]);
    expect(rows.length).toBeGreaterThan(100);
    expect(out).toMatch(/All \d+ figures are right\./);
    expect(code).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: without a terminal there must be none
    expect(out).not.toMatch(/[\u001b\r]/);
  });

  it("leaves the clock of somebody else's desk alone, and says so", async () => {
    const desk = await openDesk();
    try {
      const { code, out } = await demo({ BASE_URL: desk.url });
      expect(out.match(/Left out: it moves the clock/g)).toHaveLength(3);
      expect(out).toMatch(/All \d+ figures are right\./);
      expect(code).toBe(0);
      expect(Math.abs(desk.clock.now() - Date.now())).toBeLessThan(1_000);
    } finally {
      await desk.stop();
    }
  });

  it('says in one sentence that nothing answers at BASE_URL', async () => {
    const { code, errors } = await demo({ BASE_URL: 'http://127.0.0.1:1' });
    expect([code, errors.split('\n')[0]]).toEqual([
      1,
      'Nothing answers at http://127.0.0.1:1. Start the local stack with npm start, or set BASE_URL.',
    ]);
  });
});
