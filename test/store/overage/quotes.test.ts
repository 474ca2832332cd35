import type { AccountId } from '../../../functions/domain/accounts.ts';
import { requireMeter } from '../../../functions/domain/meters.ts';
import { cny } from '../../../functions/domain/money.ts';
import { overageAllowance } from '../../../functions/domain/overage/overage.ts';
import type { Instant } from '../../../functions/domain/time.ts';
import { openTable } from '../../support/table.ts';

const now = Date.UTC(2027, 2, 15) as Instant;
const meter = requireMeter('bandwidth');
const account = 'user_quotes' as AccountId;

it('a quote that is made again after it was taken up stays taken up', async () => {
  const { close } = await openTable();
  const { confirmOverage, saveQuote } = await import('../../../functions/store/overage/overage.ts');
  const quote = {
    quoteId: 'quo_1',
    account,
    meter: meter.name,
    amount: 5,
    unitPrice: { price: cny(80), per: 1 },
    expiresAt: (now + 900_000) as Instant,
    confirmedBy: null,
  };
  expect(await saveQuote(quote)).toEqual(quote);
  expect(overageAllowance(await confirmOverage(quote, meter, 'first', account, now))).toBe(5);
  expect(await saveQuote({ ...quote, amount: 9 })).toEqual({ ...quote, confirmedBy: 'first' });
  await expect(confirmOverage(quote, meter, 'second', account, now)).rejects.toMatchObject({
    code: 'conflict',
  });
  await close();
});
