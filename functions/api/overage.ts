import { ApiError } from '../domain/errors.ts';
import { idOf } from '../domain/ids.ts';
import { type Balance, overageAt, overLimit } from '../domain/metering/balances.ts';
import { type Meter, requireMeter } from '../domain/meters.ts';
import { MOST_PAYMENT, moneyText, priceOf } from '../domain/money.ts';
import {
  capOf,
  confirmedTranches,
  costOf,
  type Overage,
  overageAllowance,
  sizeOf,
} from '../domain/overage/overage.ts';
import { checkQuote, planConfirmation, QUOTE_MINUTES, type Quote } from '../domain/overage/quotes.ts';
import { periodOf, periodOfDay } from '../domain/periods.ts';
import { iso, MINUTE, plus } from '../domain/time.ts';
import { scheduleAccount } from '../store/accounts/accounts.ts';
import { type BalanceRef, loadBalance, openingOf } from '../store/balances/balances.ts';
import { confirmOverage, requireQuote, saveQuote, withdrawOverage } from '../store/overage/overage.ts';
import { overageContract } from './contract/overage.ts';
import { auditedReads } from './kernel/audited-reads.ts';
import { endpoint } from './kernel/http.ts';
import { answerOnce } from './kernel/idempotency.ts';

export const handler = endpoint(overageContract, answerOnce, {
  'POST /v1/accounts/{account}/overage-quotes': async ({ params: { account }, body, operation, now }) => {
    const { overage: unitPrice, name } = requireMeter(body.meter);
    if (!unitPrice)
      throw new ApiError('validation-failed', `Overage is not available for ${name}. Buy a pack instead.`);
    const total = priceOf(body.amount, unitPrice);
    if (total.amount > MOST_PAYMENT.amount) throw tooMuch();
    const quote: Quote = {
      quoteId: idOf('quo', operation.begunAt, operation.id),
      account,
      meter: name,
      amount: body.amount,
      unitPrice,
      expiresAt: plus(now, QUOTE_MINUTES * MINUTE),
      confirmedBy: null,
    };
    const saved = await saveQuote(quote);
    const { quoteId, amount, expiresAt } = saved;
    const { start, end } = periodOf(now);
    return {
      status: 201,
      body: {
        quoteId,
        meter: name,
        amount,
        unitPrice: saved.unitPrice,
        total: priceOf(amount, saved.unitPrice),
        // Each month is confirmed and charged separately.
        pricedPer: 'month',
        period: { start: iso(start), end: iso(end) },
        expiresAt: iso(expiresAt),
      },
    };
  },

  'POST /v1/accounts/{account}/overage-confirmations': async ({ params: { account }, body, ...call }) => {
    const { query, operation, caller, now } = call;
    const quote = await requireQuote(account, body.quoteId);
    const meter = requireMeter(quote.meter);
    const ref = { account, meter, period: periodOf(now) };
    checkQuote(quote, operation.id, now);
    if (query.preview) {
      const balance = await balanceOf(ref);
      const plan = planConfirmation(quote, overageAt(meter, balance, now), now);
      return { status: 200, body: { preview: true, ...confirmationView(meter, plan, balance) } };
    }
    await scheduleAccount(account, now);
    const overage = await confirmOverage(quote, meter, operation.id, caller.subject, now);
    return { status: 201, body: confirmationView(meter, overage, await balanceOf(ref)) };
  },

  'GET /v1/accounts/{account}/overage-confirmations/{meter}': async ({ params, now }) => {
    const meter = requireMeter(params.meter);
    const period = periodOf(now);
    const balance = await balanceOf({ account: params.account, meter, period });
    const overage = overageAt(meter, balance, now);
    if (!overage)
      throw new ApiError('not-found', `${params.account} has no confirmed overage of ${meter.name}.`);
    return { status: 200, body: confirmationView(meter, overage, balance) };
  },

  'DELETE /v1/accounts/{account}/overage-confirmations/{meter}': async ({ params, caller, now }) => {
    const { account } = params;
    const ref = { account, meter: requireMeter(params.meter), period: periodOf(now) };
    await withdrawOverage(ref, caller.subject, now);
    return { status: 204 };
  },
}).use(auditedReads);

const balanceOf = async (ref: BalanceRef): Promise<Balance> =>
  (await loadBalance(ref)) ?? (await openingOf(ref));

function confirmationView(meter: Meter, overage: Overage, balance: Balance) {
  const { start, end } = periodOfDay(overage.period);
  const confirmed = confirmedTranches(overage);
  const usedOverage = Math.min(overageAllowance(overage), Math.max(overLimit(balance), overage.peak));
  return {
    meter: meter.name,
    cap: capOf(overage),
    amount: sizeOf(confirmed),
    used: usedOverage,
    estimate: costOf(overage, usedOverage),
    period: { start: iso(start), end: iso(end) },
    tranches: confirmed.map((tranche) => ({
      ...tranche,
      total: priceOf(tranche.amount, tranche.unitPrice),
    })),
  };
}

const tooMuch = (): ApiError =>
  new ApiError(
    'validation-failed',
    `The total exceeds the payment limit of ${moneyText(MOST_PAYMENT)}. Request a quote for a smaller amount.`,
    {
      errors: [{ path: '/amount', detail: 'The total exceeds the payment limit.' }],
    },
  );
