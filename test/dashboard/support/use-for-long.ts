import pMap from 'p-map';
import type { AccountId } from '../../../functions/domain/accounts.ts';
import { idOf } from '../../../functions/domain/ids.ts';
import { cny } from '../../../functions/domain/money.ts';
import { periodOf } from '../../../functions/domain/periods.ts';
import { DAY, HOUR, hourOf, type Instant, plus, startOfHour } from '../../../functions/domain/time.ts';
import type { TestStack } from '../../support/local-stack.ts';

const HOURS = 365 * 24;
const CHARGES = 1_000;
const AT_ONCE = 8;

/** A year of use, some of it every hour, and a thousand charges, as the store would have them by then. */
export async function useForLong(desk: TestStack, account: string): Promise<void> {
  const now = desk.clock.now();
  await useEveryHour(account as AccountId, now);
  await beChargedOften(account as AccountId, now);
}

/** The store reads the environment when it is loaded: so it is loaded late. */
async function useEveryHour(account: AccountId, now: Instant): Promise<void> {
  const { countUsage } = await import('../../../functions/store/metering/counting.ts');
  const { requireMeter } = await import('../../../functions/domain/meters.ts');
  const end = startOfHour(hourOf(now));
  const months = new Map<Instant, { readonly end: Instant; readonly hours: Instant[] }>();
  for (let hour = 1; hour <= HOURS; hour += 1) {
    const at = plus(end, -hour * HOUR);
    const period = periodOf(at);
    const month = months.get(period.start) ?? { end: period.end, hours: [] };
    month.hours.push(at);
    months.set(period.start, month);
  }
  for (const { end, hours } of months.values()) {
    const events = hours.map((at, index) => ({
      source: 'test',
      id: `hour-${at}`,
      at,
      amount: 1_000_000 * (1 + (index % 24)),
    }));
    await countUsage(account, requireMeter('bandwidth'), events, plus(end, -1));
  }
}

async function beChargedOften(account: AccountId, now: Instant): Promise<void> {
  const { addCharge } = await import('../../../functions/store/charges/charges.ts');
  const { Transaction } = await import('../../../functions/store/table/transaction.ts');
  const { newCharge } = await import('../../../functions/domain/charges/charges.ts');
  const numbers = Array.from({ length: CHARGES }, (_, index) => index);
  await pMap(
    numbers,
    async (number) => {
      const createdAt = plus(now, -(number + 1) * (DAY / 4));
      const chargeId = idOf('chg', createdAt, account, String(number));
      const purchaseId = idOf('pur', createdAt, account, String(number));
      const amount = cny(2_900);
      const transaction = new Transaction();
      addCharge(transaction, {
        ...newCharge,
        chargeId,
        account,
        type: 'capacityPack',
        subject: { kind: 'purchase', purchaseId, packType: 'cap_10' },
        amount,
        lines: [{ description: '10 GB', quantity: 1, amount }],
        reason: '10 GB',
        createdAt,
        status: 'succeeded',
        settledAt: createdAt,
      });
      expect(await transaction.commit()).toBe(true);
    },
    { concurrency: AT_ONCE },
  );
}
