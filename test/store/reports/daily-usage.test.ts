import type { AccountId } from '../../../functions/domain/accounts.ts';
import type { Day, Instant } from '../../../functions/domain/time.ts';
import { openTable } from '../../support/table.ts';

const now = Date.UTC(2027, 2, 15) as Instant;
const day = '2027-03-14' as Day;
const account = 'user_figures' as AccountId;

it('what an account adds to a day counts once, however often and late its worker runs', async () => {
  const { close } = await openTable();
  const { addDailyUsage, dailyUsageOf, addContribution } = await import(
    '../../../functions/store/reports/daily-usage.ts'
  );
  const { applyContribution } = await import('../../../functions/schedules/account.ts');
  const { contributionKey } = await import('../../../functions/store/keys.ts');
  const { Transaction } = await import('../../../functions/store/table/transaction.ts');
  const totals = async () => {
    const found: unknown[] = [];
    for await (const { figures } of dailyUsageOf(day, day)) found.push(figures.bandwidth?.total);
    return found;
  };
  const transaction = new Transaction();
  addContribution(transaction, account, day, { bandwidth: { amount: 7, used: 7, limit: 10 } }, now);
  await transaction.commit();
  // The worker died here: nothing is added yet.
  expect(await totals()).toEqual([]);
  await Promise.all(Array.from({ length: 5 }, () => applyContribution(contributionKey(account, day))));
  await addDailyUsage(account, day);
  expect(await totals()).toEqual([7]);
  await close();
});
