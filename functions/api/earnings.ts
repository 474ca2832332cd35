import pMap from 'p-map';
import type { AccountId } from '../domain/accounts.ts';
import { dayAt } from '../domain/calendar.ts';
import { ApiError } from '../domain/errors.ts';
import { cny } from '../domain/money.ts';
import { LEAST_PAYOUT } from '../domain/theme-store/payouts.ts';
import { termsOf } from '../domain/theme-store/shares.ts';
import type { Instant } from '../domain/time.ts';
import { chosenProvider } from '../payments/providers/providers.ts';
import type { ListPart } from '../store/table/list.ts';
import { type Earned, listEarned, loadLedger, loadThemeShare } from '../store/theme-store/earnings.ts';
import { listPayouts, loadPayoutAccount, savePayoutAccount } from '../store/theme-store/payouts.ts';
import { USUAL_PART } from './contract/conventions.ts';
import { earningsContract } from './contract/earnings.ts';
import {
  balanceView,
  earningView,
  payoutAccountView,
  payoutView,
  termsView,
  themeCapView,
  yearView,
} from './earning-views.ts';
import { auditedReads } from './kernel/audited-reads.ts';
import { type Cell, csvAnswer, refuseEmptyRange, reportName } from './kernel/csv.ts';
import { endpoint } from './kernel/http.ts';

/** The number of payouts in the earnings overview. */
const LATEST_PAYOUTS = 3;
/** The number of themes that are read concurrently. */
const AT_ONCE = 10;

export const handler = endpoint(earningsContract, {
  'GET /v1/accounts/{account}/earnings': async ({ params: { account }, query, accept, now }) => {
    const { limit, cursor, ...range } = query;
    refuseEmptyRange(range);
    const read = (part: ListPart) => listEarned(account, { ...range, ...part, now });
    if (accept === 'csv')
      return csvAnswer({ columns, rowOf, read, fileName: reportName('earnings', account, range) }, query);
    const { items, nextCursor } = await read({ limit: limit ?? USUAL_PART, cursor });
    const [ledger, themes, payouts, payoutAccount] = await Promise.all([
      loadLedger(account),
      capsOf(account, items, now),
      listPayouts(account, { limit: LATEST_PAYOUTS }),
      loadPayoutAccount(account),
    ]);
    const body = {
      items: items.map(({ line, state }) => earningView(line, state)),
      nextCursor,
      balance: balanceView(ledger.value, now),
      year: yearView(ledger.value, now),
      themes,
      terms: { ...termsView(termsOf(dayAt(now))), leastPayout: cny(LEAST_PAYOUT) },
      payouts: payouts.items.map(payoutView),
      payoutAccount: payoutAccount ? payoutAccountView(payoutAccount) : null,
    };
    return { status: 200, body, headers: { vary: 'accept' } };
  },

  'GET /v1/accounts/{account}/payouts': async ({ params: { account }, query }) => {
    const { items, nextCursor } = await listPayouts(account, query);
    return { status: 200, body: { items: items.map(payoutView), nextCursor } };
  },

  'GET /v1/accounts/{account}/payout-account': async ({ params: { account } }) => {
    const payoutAccount = await loadPayoutAccount(account);
    if (!payoutAccount)
      throw new ApiError(
        'not-found',
        `${account} has no payout account. Set one with PUT /v1/accounts/${account}/payout-account.`,
      );
    return { status: 200, body: payoutAccountView(payoutAccount) };
  },

  'PUT /v1/accounts/{account}/payout-account': async ({ params: { account }, body, caller, now }) => {
    const { destination } = body;
    const provider = await chosenProvider();
    const { name } = provider;
    if (body.provider !== undefined && body.provider !== name)
      throw refused(
        '/provider',
        `Payouts use ${name}, not ${body.provider}. Send ${name} or omit the field.`,
      );
    if (!provider.paysTo(destination))
      throw refused('/destination', `${name} cannot pay out to ${destination}. Send another account.`);
    const saved = await savePayoutAccount({ account, provider: name, destination, by: caller.subject, now });
    return { status: 200, body: payoutAccountView(saved) };
  },
}).use(auditedReads);

const refused = (path: string, detail: string): ApiError =>
  new ApiError('validation-failed', `${path}: ${detail}`, { errors: [{ path, detail }] });

/** Returns the remaining cap of each theme in these ledger entries. */
function capsOf(account: AccountId, items: readonly Earned[], now: Instant) {
  const themeIds = [...new Set(items.map(({ line }) => line.themeId))];
  const capOf = async (themeId: string) => {
    const { value } = await loadThemeShare(account, themeId);
    return themeCapView(themeId, value.share, now);
  };
  return pMap(themeIds, capOf, { concurrency: AT_ONCE });
}

/** Add new columns at the end: files of earlier months keep their column positions. */
const columns = [
  'lineId',
  'at',
  'day',
  'kind',
  'state',
  'maturesAt',
  'purchaseId',
  'refundId',
  'themeId',
  'name',
  'net',
  'share',
  'platform',
  'currency',
  'rates',
  'cuts',
  'terms',
  'netDecimal',
  'shareDecimal',
  'platformDecimal',
] as const;

function rowOf({ line, state }: Earned): Readonly<Record<(typeof columns)[number], Cell>> {
  const { refundId, net, share, platform, tiers, cuts, ...facts } = earningView(line, state);
  return {
    ...facts,
    refundId: refundId ?? '',
    net: net.amount,
    share: share.amount,
    platform: platform.amount,
    currency: net.currency,
    rates: tiers.map(({ rate }) => rate).join(' '),
    cuts: cuts.map(({ kind, amount }) => `${kind} ${amount.amount}`).join(' '),
    netDecimal: net,
    shareDecimal: share,
    platformDecimal: platform,
  };
}
