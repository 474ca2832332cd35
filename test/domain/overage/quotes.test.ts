import { requireMeter } from '../../../functions/domain/meters.ts';
import { cny, MOST_PAYMENT } from '../../../functions/domain/money.ts';
import { MAX_TRANCHES } from '../../../functions/domain/overage/overage.ts';
import { checkQuote, planConfirmation, type Quote } from '../../../functions/domain/overage/quotes.ts';
import { periodOf } from '../../../functions/domain/periods.ts';
import { MINUTE, plus } from '../../../functions/domain/time.ts';
import { NOW } from '../../support/arbitraries.ts';
import { accountNamed } from '../../support/grants.ts';

const unitPrice = { price: cny(100), per: 1_000 };
const quote: Quote = {
  quoteId: 'quo_1',
  account: accountNamed('user_001'),
  meter: requireMeter('bandwidth').name,
  amount: 5_000,
  unitPrice,
  expiresAt: plus(NOW, 15 * MINUTE),
  confirmedBy: null,
};
const tranche = { quoteId: 'quo_0', amount: 1_000, unitPrice };
const period = periodOf(NOW).day;

describe('a confirmation of overage', () => {
  it('adds the amount and the price of the quote behind what is confirmed', () => {
    const own = { quoteId: 'quo_1', amount: 5_000, unitPrice };
    expect(planConfirmation(quote, null, NOW)).toEqual({ period, peak: 0, tranches: [own] });
    const known = { period, peak: 300, tranches: [tranche] };
    expect(planConfirmation(quote, known, NOW)).toEqual({ period, peak: 300, tranches: [tranche, own] });
  });

  it('is refused when the period has as many as an item holds', () => {
    const tranches = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ ...tranche, quoteId: `quo_0${i}` }));
    const knownOf = (count: number) => ({ period, peak: 0, tranches: tranches(count) });
    expect(planConfirmation(quote, knownOf(MAX_TRANCHES - 1), NOW).tranches).toHaveLength(MAX_TRANCHES);
    expect(() => planConfirmation(quote, knownOf(MAX_TRANCHES), NOW)).toThrow(
      expect.objectContaining({ code: 'too-many-confirmations' }),
    );
  });

  it('is refused when the month could cost more than one payment can be', () => {
    const most = (MOST_PAYMENT.amount / 100) * 1_000;
    const exactly = { ...quote, amount: Math.floor(most / 1_000) * 1_000 };
    expect(() => planConfirmation(exactly, null, NOW)).not.toThrow();
    expect(() => planConfirmation(exactly, { period, peak: 0, tranches: [tranche] }, NOW)).toThrow(
      expect.objectContaining({ code: 'amount-not-payable' }),
    );
  });
});

describe('a quote', () => {
  it('holds until it expires', () => {
    expect(() => checkQuote(quote, 'operation-1', plus(quote.expiresAt, -1))).not.toThrow();
    expect(() => checkQuote(quote, 'operation-1', quote.expiresAt)).toThrow(
      expect.objectContaining({ code: 'quote-expired' }),
    );
  });

  it('is confirmed by one operation, which may be repeated at any time', () => {
    const confirmed = { ...quote, confirmedBy: 'operation-1' };
    expect(() => checkQuote(confirmed, 'operation-1', plus(quote.expiresAt, MINUTE))).not.toThrow();
    expect(() => checkQuote(confirmed, 'operation-2', NOW)).toThrow(
      expect.objectContaining({ code: 'conflict' }),
    );
  });
});
