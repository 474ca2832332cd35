import { chargeView } from '../../domain/charges.ts';
import { Fault } from '../../domain/faults.ts';
import { sumOf } from '../../domain/money.ts';
import { bucketsOf, type Debtor, debtorsOf } from '../../domain/outstanding.ts';
import { iso } from '../../domain/time.ts';
import { loadDebts } from '../../store/debts.ts';
import type { Answer, Call } from '../call.ts';
import type { adminContract } from '../contract/admin.ts';

type OutstandingCall = Call<(typeof adminContract)['GET /v1/admin/outstanding']>;

/** Who owes what. Reads every debt that there is, whichever part is asked for: the sums are over all. */
export async function outstandingPart({ query: { limit, cursor }, now }: OutstandingCall): Promise<Answer> {
  const debts = await loadDebts();
  const after = cursor === undefined ? '' : readPlace(cursor);
  const debtors = debtorsOf(debts).filter((debtor) => placeOf(debtor) > after);
  const items = debtors.slice(0, limit);
  const last = items.at(-1);
  return {
    status: 200,
    body: {
      total: sumOf(debts.map((debt) => debt.amount)),
      buckets: bucketsOf(debts, now),
      items: items.map(({ account, total, oldest, charges }) => ({
        account,
        total,
        oldest: iso(oldest),
        charges: charges.map(chargeView),
      })),
      nextCursor: debtors.length > limit && last ? Buffer.from(placeOf(last)).toString('base64url') : null,
    },
  };
}

/** Where a debtor stands in the order; it stays there while others pay. */
const placeOf = ({ oldest, account }: Debtor): string => `${iso(oldest)} ${account}`;

function readPlace(cursor: string): string {
  const place = Buffer.from(cursor, 'base64url').toString();
  if (/^\d{4}-[\dT:.-]+Z \w/.test(place) && Buffer.from(place).toString('base64url') === cursor) return place;
  throw new Fault('validation-failed', 'The cursor is none of this list; start again without it.', {
    errors: [{ path: 'cursor', detail: 'A nextCursor, as this list answered it.' }],
  });
}
