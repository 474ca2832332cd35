import { isDeepStrictEqual } from 'node:util';
import type { AccountId } from '../../domain/accounts.ts';
import type { Charge } from '../../domain/charges/charges.ts';
import { debtsWith, noDebts, sumsByDay } from '../../domain/charges/outstanding.ts';
import { loadDebts, saveDebts } from '../charges/debts.ts';
import { debtsKey, owedKey } from '../keys.ts';
import { Transaction } from '../table/transaction.ts';
import type { Difference } from './difference.ts';
import { addTo, type Sums } from './sums.ts';

/** Compares the stored debts of an account with its charges, and adds its debts to the computed sums. One read. */
export async function compareDebts(
  account: AccountId,
  charges: readonly Charge[],
  computed: Sums,
  repair: boolean,
): Promise<Difference[]> {
  const debts = debtsWith(noDebts(account), charges);
  for (const [key, { count, amount }] of sumsByDay(debts, noDebts(account)))
    addTo(computed, owedKey(key, account), { count, amount });
  const known = await loadDebts(account);
  const same = debts.charges.filter((debt) =>
    known.value.charges.some((own) => isDeepStrictEqual(own, debt)),
  ).length;
  if (same === debts.charges.length && same === known.value.charges.length) return [];
  const { pk, sk } = debtsKey(account);
  // Whichever side has more than they share is what differs.
  const [stored, right] =
    known.value.charges.length === debts.charges.length
      ? [same, debts.charges.length]
      : [known.value.charges.length, debts.charges.length];
  const repaired = repair && (await put(account, { ...known, value: debts }));
  return [{ what: 'debts', key: `${pk} ${sk}`, stored, computed: right, repaired }];
}

function put(account: AccountId, kept: Parameters<typeof saveDebts>[2]): Promise<boolean> {
  const transaction = new Transaction();
  saveDebts(transaction, account, kept);
  return transaction.commit();
}
