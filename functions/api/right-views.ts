import { type Entitlement, expiryOf, NEVER, type Sale } from '../domain/theme-store/sales.ts';
import { iso } from '../domain/time.ts';

/**
 * Builds the view of a sale. `expiresAt` is the end of the account's entitlement; null if unlimited or if there is
 * none.
 */
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

/** Builds the view of an entitlement. */
export const entitlementView = (entitlement: Entitlement) => ({
  themeId: entitlement.themeId,
  name: entitlement.name,
  creator: entitlement.creator,
  since: entitlement.since === null ? null : iso(entitlement.since),
  expiresAt: endOf(entitlement),
});

function endOf({ terms }: Entitlement): string | null {
  const end = expiryOf(terms);
  return end === null || end === NEVER ? null : iso(end);
}
