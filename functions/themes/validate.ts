import { accessibilityChecks } from './accessibility/checks.ts';
import { archiveChecks } from './archive/checks.ts';
import { buildTheme } from './build.ts';
import { type Check, type CheckResult, runCheck } from './check.ts';
import { completenessChecks } from './completeness/checks.ts';
import type { BuiltTheme, ThemePackage } from './package.ts';
import { performanceChecks } from './performance/checks.ts';
import { readingChecks, readPackage } from './read-package.ts';
import { safetyChecks } from './safety/checks.ts';
import { unpack } from './unpack.ts';

export interface Validation {
  readonly passed: boolean;
  /** Every check that could be measured, passed or not, in the order of `allChecks`. */
  readonly checks: readonly CheckResult[];
  /** What the store hands on; null unless all checks passed. */
  readonly theme: BuiltTheme | null;
}

const themeChecks: readonly Check<ThemePackage>[] = [
  ...safetyChecks,
  ...completenessChecks,
  ...accessibilityChecks,
  ...performanceChecks,
];

/** All that a package is held to, in the order in which it is told: package, safety, completeness, … */
export const allChecks: readonly Pick<CheckResult, 'id' | 'title' | 'required'>[] = [
  ...archiveChecks,
  ...readingChecks,
  ...themeChecks,
];

/**
 * Measures a package, whoever made it. Never throws, whatever it is given. A package that cannot be read lists no
 * checks of what would be in it. Some 200 ms of computing for a package of usual size, no I/O.
 */
export async function validatePackage(zip: Uint8Array): Promise<Validation> {
  const unpacked = await unpack(zip);
  if (unpacked.kind === 'refused') return { passed: false, checks: unpacked.checks, theme: null };
  const read = readPackage(unpacked.files);
  const before = [...unpacked.checks, ...read.checks];
  if (read.kind === 'refused') return { passed: false, checks: before, theme: null };
  const checks = [...before, ...themeChecks.map((check) => measured(check, read.theme))];
  const passed = checks.every((check) => check.passed);
  return { passed, checks, theme: passed ? buildTheme(read.theme) : null };
}

/** What a check cannot cope with has not passed it. */
function measured(check: Check<ThemePackage>, theme: ThemePackage): CheckResult {
  try {
    return runCheck(check, theme);
  } catch {
    const { id, title, required } = check;
    return { id, title, required, passed: false, measured: 'could not be measured', where: null };
  }
}
