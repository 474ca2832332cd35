import type { AccountId } from '../domain/accounts.ts';
import { ApiError } from '../domain/errors.ts';
import { cny } from '../domain/money.ts';
import { type Entitlement, planSale, type SalePlan } from '../domain/theme-store/sales.ts';
import type { Theme } from '../domain/theme-store/themes.ts';
import type { Instant } from '../domain/time.ts';
import { purchasePending } from '../store/packs/pending.ts';
import { themeNamed, themeUnknown } from '../store/theme-store/themes.ts';
import { refuseOtherPrice, type SeenPrice } from './checkout.ts';
import { type Caller, mayActFor } from './kernel/auth.ts';

/**
 * Returns a theme that the caller may see. Throws `theme-unknown`, also for a theme that was never on sale and belongs
 * to another creator.
 */
export async function themeFor(themeId: string, caller: Caller): Promise<Theme> {
  const { value: theme } = await themeNamed(themeId);
  if (theme.onSale === null && !mayActFor(caller, theme.creator)) throw themeUnknown(themeId);
  return theme;
}

/**
 * Plans the purchase of a theme. Throws `theme-not-on-sale`; `conflict` if there is nothing to buy or the price
 * differs; `purchase-pending`.
 */
export function planFor(
  theme: Theme,
  buyer: AccountId,
  entitlement: Entitlement | null,
  seen: SeenPrice | undefined,
  now: Instant,
  allowPending = false,
): SalePlan {
  const { themeId, name } = theme;
  const planned = planSale(theme, buyer, entitlement, now);
  if (planned.kind === 'not-on-sale')
    throw new ApiError(
      'theme-not-on-sale',
      `${name} (${themeId}) is not on sale. GET /v1/themes lists the themes on sale.`,
    );
  if (planned.kind === 'own-work')
    throw new ApiError('conflict', `${buyer} created ${name} and can use it without a purchase.`);
  if (planned.kind === 'owned')
    throw new ApiError('conflict', `The account already owns ${name}. No further purchase is needed.`);
  if (entitlement?.buying && theme.price.mode === 'fixed' && !allowPending)
    throw purchasePending(themeId, entitlement.buying);
  if (seen) refuseOtherPrice(themeId, planned.plan.amount ?? cny(0), seen);
  return planned.plan;
}
