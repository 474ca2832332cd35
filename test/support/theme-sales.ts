import { randomBytes, randomUUID } from 'node:crypto';
import type { AccountId } from '../../functions/domain/accounts.ts';
import { type Charge, newCharge } from '../../functions/domain/charges/charges.ts';
import { idOf, type Operation } from '../../functions/domain/ids.ts';
import { cny } from '../../functions/domain/money.ts';
import type { EarningLine } from '../../functions/domain/theme-store/earnings.ts';
import { amountOf, newSale, type Sale } from '../../functions/domain/theme-store/sales.ts';
import type { Theme, ThemePrice } from '../../functions/domain/theme-store/themes.ts';
import { DAY, type Instant, plus } from '../../functions/domain/time.ts';
import { retryAtOnce } from './faults.ts';
import { accountNamed } from './grants.ts';
import { openTable } from './table.ts';

export const someAccount = (kind = 'user'): AccountId =>
  accountNamed(`${kind}_${randomUUID().replaceAll('-', '').slice(0, 12)}`);

export const fixed = (amount: number): ThemePrice => ({ mode: 'fixed', amount: cny(amount) });
export const bundle = (amount: number, durationDays: number): ThemePrice => ({
  mode: 'bundle',
  amount: cny(amount),
  durationDays,
});

/** A theme that is on sale. */
export const themeOf = (creator: AccountId, price: ThemePrice): Theme => ({
  themeId: `thm_${randomBytes(16).toString('hex')}`,
  creator,
  name: 'Dusk',
  description: '',
  tags: [],
  price,
  createdAt: 0 as Instant,
  latest: 1,
  onSale: 1,
  files: { folder: 'published/', previews: [] },
  listedAt: 0 as Instant,
  delisted: false,
});

/**
 * The theme store without its HTTP half: themes are bought, paid, given back, shared out and paid out by the functions
 * that its routes and schedules call. Imports the store late: that reads the environment when it is loaded.
 */
export async function openThemeStore() {
  const { close } = await openTable();
  const { dynamo } = await import('../../functions/store/table/client.ts');
  await retryAtOnce(dynamo);
  const { claimKey } = await import('../../functions/store/table/idempotency.ts');
  const sales = await import('../../functions/store/theme-store/sales.ts');
  const { settleCharge } = await import('../../functions/store/settlement/settling.ts');
  const { beginRefund } = await import('../../functions/store/charges/refunds.ts');
  const { scheduleAccount } = await import('../../functions/store/accounts/accounts.ts');
  const earnings = await import('../../functions/store/theme-store/earnings.ts');
  const { allocateDays } = await import('../../functions/store/theme-store/allocation.ts');
  const entitlements = await import('../../functions/store/theme-store/entitlements.ts');
  const payouts = await import('../../functions/store/theme-store/payouts.ts');
  const figures = await import('../../functions/store/theme-store/theme-figures.ts');
  const ratings = await import('../../functions/store/theme-store/ratings.ts');
  const { executeTasks } = await import('../../functions/schedules/work.ts');
  const { dueIn } = await import('../../functions/store/table/due.ts');
  const { dueShardOf } = await import('../../functions/store/shards.ts');

  const begin = async (theme: Theme, buyer: AccountId, now: Instant): Promise<Sale> => {
    const operation: Operation = { id: randomBytes(16).toString('hex'), begunAt: now, scope: buyer };
    await scheduleAccount(buyer, now);
    await claimKey(buyer, { id: operation.id, fingerprint: 'any', by: buyer }, now);
    const amount = amountOf(theme.price);
    if (amount === null) return sales.grantFree(newSale(theme, buyer, null, operation), operation, buyer);
    const chargeId = idOf('chg', now, operation.id);
    const sale = newSale(theme, buyer, chargeId, operation);
    const { purchaseId } = sale;
    const { themeId, creator } = theme;
    const charge: Charge = {
      ...newCharge,
      chargeId,
      account: buyer,
      type: 'theme',
      subject: { kind: 'theme', purchaseId, themeId, creator },
      amount,
      lines: [{ description: theme.name, quantity: 1, amount }],
      reason: theme.name,
      createdAt: now,
      payment: {
        provider: 'sandbox',
        method: 'sandbox_ok',
        attempt: 1,
        reference: 'pay',
        startedAt: now,
        operation: operation.id,
        open: true,
      },
    };
    expect(await sales.beginSale({ value: sale, version: 0 }, charge, operation, buyer)).toMatchObject({
      kind: 'begun',
    });
    return sale;
  };

  const settle = (sale: Sale, event: 'succeeded' | 'failed', at: Instant) =>
    settleCharge(sale.account, sale.chargeId ?? '', { event, at, by: 'test' });

  /** Begins to give back; what it answers says that it was given. */
  const beginRefundOf = async (sale: Sale, amount: number | null, at: Instant) => {
    const chargeId = sale.chargeId ?? '';
    const refundId = idOf('chg', at, randomUUID());
    const order = { refundId, account: sale.account, chargeId, amount, at };
    await beginRefund({ ...order, reason: 'Any', by: 'test', operation: refundId });
    return () => settleCharge(sale.account, refundId, { event: 'succeeded', at, by: 'test' });
  };

  const store = {
    begin,
    settle,
    /** Buys and pays. */
    buy: async (theme: Theme, buyer: AccountId, now: Instant): Promise<Sale> => {
      const sale = await begin(theme, buyer, now);
      if (sale.chargeId !== null) await settle(sale, 'succeeded', now);
      return sale;
    },
    beginRefund: beginRefundOf,
    /** Gives back; null for all that is left. */
    refund: async (sale: Sale, amount: number | null, at: Instant): Promise<void> => {
      await (await beginRefundOf(sale, amount, at))();
    },
    linesOf: async (creator: AccountId): Promise<readonly EarningLine[]> =>
      (await earnings.listEarnings(creator, { limit: 1_000 })).items,
    /** Does what is due of these kinds for a creator, until nothing is. */
    workOff: async (creator: AccountId, now: Instant): Promise<void> => {
      for (let round = 0; round < 40; round += 1) {
        const items = (await dueIn(dueShardOf(creator), now, 500)).filter(
          ({ pk, kind }) => pk === `A#${creator}` && (kind === 'earnings' || kind === 'payout'),
        );
        if (items.length === 0) return;
        for (const { pk, sk, kind } of items) await executeTasks(kind, [{ pk, sk }], now);
      }
      throw new Error('There is always something due.');
    },
  };
  return {
    ...store,
    ...sales,
    ...earnings,
    ...entitlements,
    ...payouts,
    ...figures,
    ...ratings,
    dynamo,
    allocateDays,
    close,
  };
}

export type ThemeStore = Awaited<ReturnType<typeof openThemeStore>>;

/** Two hours into the day after: what was sold is shared out. */
export const dayAfter = (at: Instant): Instant => plus((at - (at % DAY)) as Instant, 26 * 3_600_000);
