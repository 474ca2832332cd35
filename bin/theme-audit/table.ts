import type { CheckResult } from '../../functions/themes/check.ts';

/** Formats checks as lines for a terminal: status, measured value, requirement, location. */
export function tableOf(checks: readonly CheckResult[]): string {
  const wide = Math.max(0, ...checks.map(({ id }) => id.length));
  return checks.flatMap((check) => linesOf(check, wide)).join('\n');
}

function linesOf({ id, passed, measured, required, where }: CheckResult, wide: number): string[] {
  const line = `${passed ? '  ok  ' : 'FAILED'}  ${id.padEnd(wide)}  ${measured}`;
  if (passed) return [line];
  const under = ' '.repeat(wide + 10);
  return [line, `${under}required: ${required}`, ...(where === null ? [] : [`${under}where: ${where}`])];
}
