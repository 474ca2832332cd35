import { type Entitlement, expiryOf, NEVER, type Sale } from '../domain/theme-store/sales.ts';
import { iso } from '../domain/time.ts';

/** As the API shows it; `expiresAt` is the end of the account's right to the theme, null for good or for none. */
export const saleView = (sale: Sale, entitlement: Entitlement | null) => ({
  purchaseId: sale.purchaseId,
  account: sale.account,
  themeId: sale.themeId,
  name: sale.name,
  creator: sale.creator,
  price: sale.price,
  state: sale.state,
  createdAt: iso(sale.createdAt),
  paidAt: sale.paidAt === null ? null : iso(sale.paidAt),
  expiresAt: sale.state === 'active' && entitlement ? endOf(entitlement) : null,
});

/** As the API shows it. */
export const entitlementView = (entitlement: Entitlement) => ({
  themeId: entitlement.themeId,
  name: entitlement.name,
  creator: entitlement.creator,
  since: entitlement.since === null ? null : iso(entitlement.since),
  expiresAt: endOf(entitlement),
  purchases: entitlement.terms.map(({ purchaseId }) => purchaseId),
});

function endOf({ terms }: Entitlement): string | null {
  const end = expiryOf(terms);
  return end === null || end === NEVER ? null : iso(end);
}
