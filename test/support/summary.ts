import type { AccountId } from '../../functions/domain/accounts.ts';
import type { Grant } from '../../functions/domain/metering/grants.ts';
import { metersOf } from '../../functions/domain/meters.ts';
import { nextPeriod, periodOf } from '../../functions/domain/periods.ts';
import { DAY, type Day, type Instant, plus } from '../../functions/domain/time.ts';

/**
 * Everything about an account that must come out the same however it came about: no ids, no moments. Imports the
 * store late: that reads the environment when it is loaded.
 */
export async function summaryOf(account: AccountId, now: Instant) {
  const { loadAccount } = await import('../../functions/store/accounts/accounts.ts');
  const { listCharges } = await import('../../functions/store/charges/charges.ts');
  const { listPurchases } = await import('../../functions/store/packs/purchases.ts');
  const { listAuditOf } = await import('../../functions/store/audit/audit-log.ts');
  const { listSnapshots } = await import('../../functions/store/reports/snapshots.ts');
  const { loadQuotas } = await import('../../functions/store/balances/quotas.ts');
  const part = { limit: 100, cursor: undefined };
  const record = await loadAccount(account);
  return {
    purchases: (await listPurchases(account, part)).items.map((purchase) => ({
      packType: purchase.terms.packType,
      state: purchase.state,
      renewing: purchase.renewing !== null,
      days: purchase.endsAt && purchase.startsAt && (purchase.endsAt - purchase.startsAt) / DAY,
    })),
    charges: (await listCharges(account, part)).items
      .map(
        ({
          type,
          status,
          amount,
          lines,
          refunded,
          refunding,
          refunds,
          block,
          settledAt,
          payment,
          surplus = [],
        }) => ({
          type,
          status,
          amount: amount.amount,
          lines: lines.map((line) => [line.quantity, line.amount.amount]),
          refunds: [refunded, refunding, refunds.length],
          surplus: surplus.map((one) => [one.amount, one.status]),
          block,
          isSettled: settledAt !== null,
          isOpen: payment?.open ?? null,
        }),
      )
      .sort(byText),
    quotas: (await loadQuotas(account, now)).map(
      ({ meter, limit, used, reserved, state, grants, overage }) => ({
        meter,
        counts: [limit, used, reserved, state],
        grants: grants.map(({ packType, amount }) => [packType, amount]).sort(byText),
        overage,
      }),
    ),
    before: await counters(account, now, -1),
    after: await counters(account, now, 1),
    carried: Object.entries(record?.grants ?? {})
      .map(([name, [packType, amount]]) => [name.split(':')[0], packType, amount])
      .sort(byText),
    overdue: record?.overdue.size ?? 0,
    // As a list: a line twice would show.
    audit: (await listAuditOf(account, part)).items
      .map(({ action, reason }) => [action, reason])
      .sort(byText),
    closes: (await listSnapshots(account, {}, part)).items
      .filter(({ kind }) => kind === 'close')
      .map(({ quotas }) => quotas.map(({ meter, used, limit }) => [meter, used, limit]).sort(byText)),
  };
}

export type Summary = Awaited<ReturnType<typeof summaryOf>>;

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** The counters' balances of the period before this one, or after it. */
async function counters(account: AccountId, now: Instant, which: -1 | 1) {
  const { loadBalance } = await import('../../functions/store/balances/balances.ts');
  const running = periodOf(now);
  const period = which < 0 ? periodOf(plus(running.start, -1)) : nextPeriod(running);
  const found = [];
  for (const meter of metersOf('counter')) {
    const balance = await loadBalance({ account, meter, period });
    if (!balance) continue;
    const { used, left, closed, overage } = balance;
    const grants = balance.grants.map(({ packType, amount, ended }: Grant) => [packType, amount, ended]);
    found.push({ meter: meter.name, used, left, closed, grants, tranches: overage?.tranches.length ?? 0 });
  }
  return found;
}

/** What the platform has earned in the month, and how its packs have sold. */
export async function takings(now: Instant): Promise<Record<string, number>> {
  const { revenueIn, loadPackFigures } = await import('../../functions/store/reports/figures.ts');
  const sums: Record<string, number> = {};
  const add = (name: string, by: number) => {
    sums[name] = (sums[name] ?? 0) + by;
  };
  const { day } = periodOf(now);
  for await (const { sums: some } of revenueIn({ from: day, to: `${day.slice(0, 8)}31` as Day }))
    for (const [name, amount] of Object.entries(some)) add(name, Number(amount));
  for (const [packType, moves] of await loadPackFigures())
    for (const [figure, by] of Object.entries(moves)) add(`${packType}.${figure}`, Number(by));
  return sums;
}

/** What was added meanwhile. */
export const growth = (
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): Record<string, number> =>
  Object.fromEntries(
    Object.entries(after)
      .map(([name, sum]): [string, number] => [name, sum - (before[name] ?? 0)])
      .filter(([, by]) => by !== 0),
  );
