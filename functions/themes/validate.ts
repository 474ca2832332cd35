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
  /** Every check that could be measured, in the order of `allChecks`. */
  readonly checks: readonly CheckResult[];
  /** The published form; null unless all checks passed. */
  readonly theme: BuiltTheme | null;
}

const themeChecks: readonly Check<ThemePackage>[] = [
  ...safetyChecks,
  ...completenessChecks,
  ...accessibilityChecks,
  ...performanceChecks,
];

/** All checks in display order: package, safety, completeness, … */
export const allChecks: readonly Pick<CheckResult, 'id' | 'title' | 'required'>[] = [
  ...archiveChecks,
  ...readingChecks,
  ...themeChecks,
];

/**
 * Validates an untrusted package. Never throws. A package that cannot be read lists no checks of its content. About 200
 * ms of computation for a typical package, no I/O.
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

/** A check that throws has failed. */
function measured(check: Check<ThemePackage>, theme: ThemePackage): CheckResult {
  try {
    return runCheck(check, theme);
  } catch {
    const { id, title, required } = check;
    return { id, title, required, passed: false, measured: 'could not be measured', where: null };
  }
}
