import { requireMeter } from '../../functions/domain/meters.ts';
import { parseInstant } from '../../functions/domain/time.ts';
import type { Difference } from '../../functions/store/rebuild/difference.ts';
import { accountNamed } from './grants.ts';
import type { Answer, HandlersAlone } from './handlers.ts';
import { someone } from './local-stack.ts';

const GB = 1_000_000_000;

/** A charge as the API shows it, of what these tests look at. */
interface ChargeFacts {
  readonly chargeId: string;
  readonly type: string;
  readonly status: string;
  readonly amount: { readonly amount: number };
  readonly subject: { readonly period?: string; readonly cause?: string };
  readonly lines: readonly { readonly period?: string; readonly amount: { readonly amount: number } }[];
}

/**
 * An account that uses bandwidth beyond its limit, at 0.80 a GB, month by month, and whose months are corrected,
 * refunded and waived afterwards. The event of a month bears the month's name. Amounts are minor units.
 */
export async function correctedAccount(
  service: HandlersAlone,
  options: { readonly confirmed?: number } = {},
) {
  const { countUsage } = await import('../../functions/store/metering/counting.ts');
  const { accountKey } = await import('../../functions/store/keys.ts');
  const { compareBalances } = await import('../../functions/store/rebuild/balances.ts');
  const { compareReturns } = await import('../../functions/store/rebuild/adjustments.ts');
  const { loadRecords } = await import('../../functions/store/rebuild/records.ts');
  const account = accountNamed(someone());
  const owner = await service.as({ sub: account });
  const machine = await service.as({ sub: 'machine', scope: 'usage.write' });
  const admin = await service.as({ sub: 'user_admin', groups: ['admin'] });
  const base = `/v1/accounts/${account}`;
  const charges = async (): Promise<readonly ChargeFacts[]> =>
    (await owner(`GET ${base}/charges`)).body.items.toReversed();
  const chargeOf = async (month: string): Promise<ChargeFacts> => {
    const found = (await charges()).find(({ subject }) => subject.period === `${month}-01`);
    if (!found) throw new Error(`${account} has no charge of ${month}.`);
    return found;
  };
  const daily = () => service.dueWork.account(accountKey(account), service.now());
  return {
    account,
    owner,
    admin,
    charges,
    chargeOf,
    daily,
    /** Uses so many GB beyond the limit in a month, of 10 that were confirmed. */
    async use(month: string, beyond: number): Promise<void> {
      service.setTime(`${month}-15T12:00:00Z`);
      const { body } = await owner(`POST ${base}/overage-quotes`, {
        meter: 'bandwidth',
        amount: (options.confirmed ?? 10) * GB,
      });
      await owner(`POST ${base}/overage-confirmations`, { quoteId: body.quoteId });
      const event = {
        source: 's',
        id: month,
        at: parseInstant(`${month}-15T11:00:00Z`),
        amount: (5 + beyond) * GB,
      };
      await countUsage(account, requireMeter('bandwidth'), [event], service.now());
    },
    /** The daily work that closes the month before this one, and the middle of the month. */
    async close(next: string): Promise<void> {
      service.setTime(`${next}-02T00:00:30Z`);
      await daily();
      service.setTime(`${next}-15T12:00:00Z`);
    },
    /** Sets a month's use to so many GB beyond the limit; hands back what that moves, credits below zero. */
    async correct(month: string, beyond: number): Promise<number> {
      const { status, body } = await machine('POST /v1/usage-corrections', {
        account,
        meter: 'bandwidth',
        source: 's',
        id: month,
        time: `${month}-15T11:00:00Z`,
        amount: (5 + beyond) * GB,
        reason: 'The log was cut short',
      });
      expect(status).toBe(201);
      if (body.effect === null) return 0;
      return body.effect.amount.amount * (body.effect.kind === 'debit' ? 1 : -1);
    },
    async pay(month: string): Promise<void> {
      const { chargeId } = await chargeOf(month);
      const paid = await owner(`POST ${base}/charges/${chargeId}/payments`, { paymentMethod: 'sandbox_ok' });
      expect(paid.status).toBe(201);
    },
    async refund(month: string, amount?: number): Promise<Answer> {
      const { chargeId } = await chargeOf(month);
      const part = amount === undefined ? {} : { amount: { amount, currency: 'CNY' } };
      return admin(`POST /v1/admin/charges/${chargeId}/refunds`, { reason: 'Goodwill', ...part });
    },
    async waive(month: string): Promise<Answer> {
      const { chargeId } = await chargeOf(month);
      return admin(`POST /v1/admin/charges/${chargeId}/waivers`, { reason: 'Goodwill' });
    },
    /** What waits, credits below zero, by the newest month first. */
    async waiting(): Promise<number[]> {
      const { status, body } = await owner(`GET ${base}/adjustments`);
      expect(status).toBe(200);
      return body.items.map(
        ({ kind, amount }: { kind: string; amount: { amount: number } }) =>
          amount.amount * (kind === 'debit' ? 1 : -1),
      );
    },
    /** Each charge in the order of making: its type, amount and status. */
    async told(): Promise<string[]> {
      return (await charges()).map(({ type, amount, status }) => `${type} ${amount.amount} ${status}`);
    },
    /** What the rebuild finds wrong of this account. */
    async differences(): Promise<readonly Difference[]> {
      const records = await loadRecords(account);
      return [
        ...(await compareReturns(account, records.charges)),
        ...(await compareBalances(account, records.purchases, service.now(), false)),
      ];
    },
  };
}

export type CorrectedAccount = Awaited<ReturnType<typeof correctedAccount>>;
