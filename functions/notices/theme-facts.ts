import type { OpenEntry } from '../domain/earnings.ts';
import { cny } from '../domain/money.ts';
import type { ThemeVersion } from '../domain/theme-versions.ts';
import { iso } from '../domain/time.ts';
import type { Derived } from './deriving.ts';

/** To the creator, when somebody has paid for a theme. Who it was stays between the buyer and the platform. */
export function fromThemeSale(before: OpenEntry | null, after: OpenEntry): Derived[] {
  if (before !== null || after.kind !== 'sale') return [];
  const { purchaseId, themeId, name, amount, at } = after;
  return [{ type: 'theme.sold', data: { purchaseId, themeId, name, amount: cny(amount), soldAt: iso(at) } }];
}

/** To the creator, with each verdict on a package. */
export function fromThemeVersion(before: ThemeVersion | null, after: ThemeVersion): Derived[] {
  const { themeId, name, number, state, checks, validatedAt } = after;
  const isNew = before?.state !== state || before.validatedAt !== validatedAt;
  if ((state !== 'passed' && state !== 'failed') || !isNew) return [];
  const failed = checks.filter(({ passed }) => !passed);
  return [{ type: 'theme.validated', data: { themeId, name, version: number, state, failed } }];
}
