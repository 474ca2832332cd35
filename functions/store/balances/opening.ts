import { type Balance, freeOf, untouched } from '../../domain/metering/balances.ts';
import { carryOver, type Grant, granted } from '../../domain/metering/grants.ts';
import { previousPeriod } from '../../domain/periods.ts';
import { type AccountRecord, carriedGrants, loadAccount } from '../accounts/accounts.ts';
import { writeGrants } from '../table/items.ts';
import type { Part } from '../table/transaction.ts';
import { type BalanceRef, loadBalance } from './balances.ts';

/**
 * What a balance begins with that was never touched: what is free and, for a counter, what is left of the packs
 * bought before. While the period before is not closed yet, that is what is left by its use so far; its close
 * corrects it. One consistent read, unless the account is known (null: it has none); one or two more with packs.
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

/** The period before the one before, if that is still open. */
async function openBefore(ref: BalanceRef): Promise<Balance | undefined> {
  const balance = await loadBalance({ ...ref, period: previousPeriod(previousPeriod(ref.period)) });
  return balance?.closed ? undefined : balance;
}

/**
 * What comes over from a period that is open, or that may still be opened by a late event: then it is all that there
 * is, as far as is known.
 */
function begunWith(grants: readonly Grant[], open: Balance | undefined): Grant[] {
  const left = open ? carryOver(open.used, freeOf(open), open.grants) : grants;
  return grants.map((grant) => {
    const begun = left.find(({ grantId }) => grantId === grant.grantId);
    return begun ? { ...grant, amount: begun.amount, carried: begun.amount } : grant;
  });
}

/** What a write that opens a balance sets beside its own attributes. */
export function openingPart({ grants, blocked }: Balance): Required<Pick<Part, 'set' | 'values'>> {
  return {
    set: [...(grants.length > 0 ? ['grants = :opening'] : []), ...(blocked ? ['blocked = :blocked'] : [])],
    values: {
      ...(grants.length > 0 ? { ':opening': writeGrants(grants) } : {}),
      ...(blocked ? { ':blocked': true } : {}),
    },
  };
}
