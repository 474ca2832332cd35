import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { openStack } from './support/local-stack.ts';

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
  it('runs five scenarios, in which every figure is right', async () => {
    const { code, out } = await demo({});
    const lines = out.split('\n');
    const checks = lines.filter((line) => /^ {2}[✓✗] /.test(line));
    expect(checks.filter((line) => line.startsWith('  ✗'))).toEqual([]);
    expect(checks.length).toBeGreaterThan(65);
    expect(out).toContain(`${checks.length} figures are right, 0 are wrong.`);
    expect(lines.filter((line) => /^[A-Z]\w+: /.test(line))).toHaveLength(5);
    expect(code).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes are for terminals only
    expect(out).not.toMatch(/[\u001b\r]/);
  });

  it('does not move the clock of a stack that it has not started', async () => {
    const desk = await openStack();
    try {
      const { code, out } = await demo({ BASE_URL: desk.url });
      expect(out.match(/Skipped: the rest moves the clock/g)).toHaveLength(2);
      expect(out).toMatch(/\d+ figures are right, 0 are wrong\./);
      expect(code).toBe(0);
      expect(Math.abs(desk.clock.now() - Date.now())).toBeLessThan(1_000);
    } finally {
      await desk.stop();
    }
  });

  it('reports in one sentence that nothing answers at BASE_URL', async () => {
    const { code, errors } = await demo({ BASE_URL: 'http://127.0.0.1:1' });
    expect([code, errors.split('\n')[0]]).toEqual([
      1,
      'Nothing answers at http://127.0.0.1:1. Start the local stack with npm start, or set BASE_URL.',
    ]);
  });
});
