import pMap from 'p-map';
import { ApiError } from '../domain/errors.ts';
import type { Entitlement } from '../domain/theme-store/sales.ts';
import { stylesheetKey } from '../domain/theme-store/themes.ts';
import { listEntitlements } from '../store/theme-store/entitlements.ts';
import { loadRating, rateTheme } from '../store/theme-store/ratings.ts';
import { requireTheme } from '../store/theme-store/themes.ts';
import type { salesContract } from './contract/sales.ts';
import type { Answer, Call } from './kernel/call.ts';
import { entitlementView } from './right-views.ts';
import { linkToFile } from './theme-files.ts';

type CallOf<Key extends keyof typeof salesContract> = Call<(typeof salesContract)[Key]>;

/** The number of themes that are read concurrently. */
const AT_ONCE = 10;

/** Lists the themes that an account may use now, with links to their stylesheets. */
export async function heldThemes({
  params: { account },
  query,
  now,
}: CallOf<'GET /v1/accounts/{account}/themes'>): Promise<Answer> {
  const { items, nextCursor } = await listEntitlements(account, { ...query, now });
  const held = await pMap(items, heldView, { concurrency: AT_ONCE });
  return { status: 200, body: { items: held, nextCursor } };
}

async function heldView(entitlement: Entitlement) {
  const { account, themeId } = entitlement;
  const [{ value: theme }, rating] = await Promise.all([requireTheme(themeId), loadRating(account, themeId)]);
  if (theme.files === null) throw new Error(`${themeId} is held, but no version of it was ever on sale.`);
  return {
    ...entitlementView(entitlement),
    version: theme.onSale,
    rating: rating?.value.stars ?? null,
    stylesheetUrl: await linkToFile(stylesheetKey(theme.files)),
  };
}

/** Rates a theme. An account rates once each theme that it has, or had until its entitlement ended. */
export async function rateHeld({
  params: { account, themeId },
  body: { stars },
  now,
}: CallOf<'PUT /v1/accounts/{account}/themes/{themeId}/rating'>): Promise<Answer> {
  const { value: theme } = await requireTheme(themeId);
  if ((await rateTheme({ account, themeId, stars, now })) === 'no-buyer')
    throw new ApiError('conflict', `${account} has not bought ${theme.name}. Only buyers can rate a theme.`);
  return { status: 200, body: { themeId, stars } };
}
