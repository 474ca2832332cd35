import { chargeView } from '../../domain/charges/charges.ts';
import { bucketsOf, type Debtor, debtorsOf, totalOf } from '../../domain/charges/outstanding.ts';
import { iso } from '../../domain/time.ts';
import { loadDebts } from '../../store/charges/debts.ts';
import { cursorAt, readCursor } from '../../store/table/cursor.ts';
import type { adminContract } from '../contract/admin.ts';
import type { Answer, Call } from '../kernel/call.ts';

type OutstandingCall = Call<(typeof adminContract)['GET /v1/admin/outstanding']>;

/**
 * Lists outstanding debts by account. Reads all debts for every part of the list, because the sums cover all of them.
 */
export async function outstandingPart({ query: { limit, cursor }, now }: OutstandingCall): Promise<Answer> {
  const debts = await loadDebts();
  const after = cursor === undefined ? '' : readCursor(cursor, isPlace);
  const debtors = debtorsOf(debts).filter((debtor) => placeOf(debtor) > after);
  const items = debtors.slice(0, limit);
  const last = items.at(-1);
  return {
    status: 200,
    body: {
      total: totalOf(debts),
      buckets: bucketsOf(debts, now),
      items: items.map(({ account, total, oldest, charges }) => ({
        account,
        total,
        oldest: iso(oldest),
        charges: charges.map(chargeView),
      })),
      nextCursor: debtors.length > limit && last ? cursorAt(placeOf(last)) : null,
    },
  };
}

/** Sort key of a debtor. It does not change when other debtors pay. */
const placeOf = ({ oldest, account }: Debtor): string => `${iso(oldest)} ${account}`;

const isPlace = (text: string): boolean => /^\d{4}-[\dT:.-]+Z \w/.test(text);
