import { type Balance, freeOf, untouched } from '../../domain/metering/balances.ts';
import { carryOver, type Grant, granted } from '../../domain/metering/grants.ts';
import { previousPeriod } from '../../domain/periods.ts';
import { type AccountRecord, carriedGrants, loadAccount } from '../accounts/accounts.ts';
import { writeGrants } from '../table/items.ts';
import type { Part } from '../table/transaction.ts';
import { type BalanceRef, loadBalance } from './balances.ts';

/**
 * Computes the initial balance of one that was never opened: free capacity and, for a counter, the remaining amounts of
 * earlier packs. If the previous period is still open, these are the amounts after its usage so far, and its close
 * corrects them. One consistent read, unless the account is `known` (null: it has no record); one or two more with
 * packs.
 */
export async function openingOf(ref: BalanceRef, known?: AccountRecord | null): Promise<Balance> {
  const { account, meter, period } = ref;
  const fresh = untouched(meter);
  if (meter.kind !== 'counter') return fresh;
  const record = known === undefined ? await loadAccount(account) : known;
  const blocked = (record?.overdue.size ?? 0) > 0;
  const grants = carriedGrants(record, meter);
  if (grants.length === 0) return { ...fresh, blocked };
  const before = await loadBalance({ ...ref, period: previousPeriod(period) });
  if (before?.closed) return { ...fresh, blocked, grants, left: fresh.left + granted(grants) };
  const carried = begunWith(grants, before ?? (await openBefore(ref)));
  return { ...fresh, blocked, grants: carried, left: fresh.left + granted(carried) };
}

/** Loads the period before the previous one, if it is still open. */
async function openBefore(ref: BalanceRef): Promise<Balance | undefined> {
  const balance = await loadBalance({ ...ref, period: previousPeriod(previousPeriod(ref.period)) });
  return balance?.closed ? undefined : balance;
}

/**
 * Returns the grants carried over from a period that is open, or that a late event may still open. In the latter case
 * everything known is carried over.
 */
function begunWith(grants: readonly Grant[], open: Balance | undefined): Grant[] {
  const left = open ? carryOver(open.used, freeOf(open), open.grants) : grants;
  return grants.map((grant) => {
    const begun = left.find(({ grantId }) => grantId === grant.grantId);
    return begun ? { ...grant, amount: begun.amount, carried: begun.amount } : grant;
  });
}

/** Returns what a write that opens a balance sets besides its own attributes. */
export function openingPart({ grants, blocked }: Balance): Required<Pick<Part, 'set' | 'values'>> {
  return {
    set: [...(grants.length > 0 ? ['grants = :opening'] : []), ...(blocked ? ['blocked = :blocked'] : [])],
    values: {
      ...(grants.length > 0 ? { ':opening': writeGrants(grants) } : {}),
      ...(blocked ? { ':blocked': true } : {}),
    },
  };
}
