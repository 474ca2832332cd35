import type { AccountId } from '../../domain/accounts.ts';
import { slotMeter } from '../../domain/meters.ts';
import type { Purchase } from '../../domain/packs/purchases.ts';
import { periodOf } from '../../domain/periods.ts';
import { type Grace, heldSlots } from '../../domain/slots/slots.ts';
import type { Instant } from '../../domain/time.ts';
import { keyOf, loadSlots } from '../balances/balances.ts';
import type { Difference } from './difference.ts';

/**
 * Finds slots in use above the limit and its grace periods, and grace periods without a purchase. Repairs nothing,
 * because releasing a slot ends a job posting.
 */
export async function compareGraces(
  account: AccountId,
  purchases: readonly Purchase[],
  now: Instant,
): Promise<Difference[]> {
  const meter = slotMeter();
  const ref = { account, meter, period: periodOf(now) };
  const slots = await loadSlots(ref);
  const { pk, sk } = keyOf(ref);
  const held = heldSlots(slots, now).length;
  const kept = slots.graces.filter(({ ending }) => ending === 0);
  const allowed = kept.reduce((sum, { amount }) => sum + amount, slots.limit);
  const found = (what: string, stored: number, computed: number): Difference => ({
    what: `${meter.name}.${what}`,
    key: `${pk} ${sk}`,
    stored,
    computed,
    repaired: false,
  });
  return [
    ...(held > allowed ? [found('held', held, allowed)] : []),
    ...slots.graces
      .filter((grace) => !isExplained(grace, purchases, meter.name))
      .map(({ cause, amount, ending }) => found(`graces of ${cause}`, Math.max(amount, ending), 0)),
  ];
}

/** Whether the purchase exists and, while the limit still includes its slots, has expired and grants that many. */
function isExplained({ cause, ending }: Grace, purchases: readonly Purchase[], meter: string): boolean {
  const purchase = purchases.find(({ purchaseId }) => purchaseId === cause);
  if (!purchase) return false;
  return ending === 0 || (purchase.state === 'expiring' && purchase.terms.grants[meter] === ending);
}
