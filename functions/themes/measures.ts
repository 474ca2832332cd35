import type { Finding } from './check.ts';

/** Formats a size: `51,204 B`. */
export const inBytes = (count: number): string => `${counted(count)} B`;

/** Formats a number: `51,204`. */
export const counted = (count: number): string => count.toLocaleString('en');

/** Formats a count: `1 file`, `3 files`. */
export const many = (count: number, noun: string): string =>
  `${counted(count)} ${noun}${count === 1 ? '' : 's'}`;

/** A violation of a rule, and its place. */
export interface Violation {
  readonly what: string;
  readonly where: string | null;
}

/** The number of findings that are listed in full. */
const TOLD = 5;

/** Passes without violations. Lists the first violations and counts the rest. */
export function findingOf(violations: readonly Violation[], otherwise: string): Finding {
  const [first] = violations;
  if (!first) return { passed: true, measured: otherwise, where: null };
  const told = violations
    .slice(0, TOLD)
    .map(({ what, where }, index) => (index && where ? `${what} (${where})` : what));
  const rest = violations.length > TOLD ? [`and ${counted(violations.length - TOLD)} more`] : [];
  return { passed: false, measured: shortened([...told, ...rest].join('; ')), where: first.where };
}

/** Shortens text of creators. */
const shortened = (text: string): string => (text.length > 1_000 ? `${text.slice(0, 999)}…` : text);

/** Formats a name or an address without invisible characters. */
export const shown = (text: string): string => {
  const visible = text.replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '\u{fffd}');
  return visible.length > 120 ? `${visible.slice(0, 119)}…` : visible;
};
