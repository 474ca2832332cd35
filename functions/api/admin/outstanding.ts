import { dayAt } from '../../domain/calendar.ts';
import { chargeView } from '../../domain/charges/charges.ts';
import { bucketsOf, type Debts, totalOf, totalOwed } from '../../domain/charges/outstanding.ts';
import { iso } from '../../domain/time.ts';
import { listDebtors, loadOutstanding } from '../../store/charges/debts.ts';
import type { adminContract } from '../contract/admin.ts';
import type { Answer, Call } from '../kernel/call.ts';

type OutstandingCall = Call<(typeof adminContract)['GET /v1/admin/outstanding']>;

/** Lists outstanding debts by account. Two Queries, of the accounts shown and of the sums over all. */
export async function outstandingPart({ query, now }: OutstandingCall): Promise<Answer> {
  const [{ items, nextCursor }, sums] = await Promise.all([listDebtors(query), loadOutstanding(now)]);
  return {
    status: 200,
    body: {
      total: totalOwed(sums),
      buckets: bucketsOf(sums, dayAt(now)),
      items: items.flatMap(debtorView),
      nextCursor,
    },
  };
}

/** The API's view of an account that owes; none of one that does not. */
function debtorView({ account, charges }: Debts) {
  const [oldest] = charges;
  if (oldest === undefined) return [];
  const total = totalOf(charges);
  return [{ account, total, oldest: iso(oldest.createdAt), charges: charges.map(chargeView) }];
}
