import type { Finding } from './check.ts';

/** `51,204 B`. */
export const inBytes = (count: number): string => `${counted(count)} B`;

/** `51,204`. */
export const counted = (count: number): string => count.toLocaleString('en');

/** `1 file`, `3 files`. */
export const many = (count: number, noun: string): string =>
  `${counted(count)} ${noun}${count === 1 ? '' : 's'}`;

/** What stands against a rule, and where. */
export interface Violation {
  readonly what: string;
  readonly where: string | null;
}

/** How many findings are told in full. */
const TOLD = 5;

/** Passed if nothing stands against it. The first violations are told, the rest are counted. */
export function findingOf(violations: readonly Violation[], otherwise: string): Finding {
  const [first] = violations;
  if (!first) return { passed: true, measured: otherwise, where: null };
  const told = violations
    .slice(0, TOLD)
    .map(({ what, where }, index) => (index && where ? `${what} (${where})` : what));
  const rest = violations.length > TOLD ? [`and ${counted(violations.length - TOLD)} more`] : [];
  return { passed: false, measured: shortened([...told, ...rest].join('; ')), where: first.where };
}

/** What creators write is shown, but not all of it. */
const shortened = (text: string): string => (text.length > 1_000 ? `${text.slice(0, 999)}…` : text);

/** A name or an address as it is shown: without characters that would not show. */
export const shown = (text: string): string => {
  const visible = text.replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '\u{fffd}');
  return visible.length > 120 ? `${visible.slice(0, 119)}…` : visible;
};
