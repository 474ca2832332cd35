import { ApiError } from '../domain/errors.ts';
import { type Check, checkQuota, type Quota } from '../domain/metering/quota.ts';
import { requireMeter } from '../domain/meters.ts';
import { periodOf } from '../domain/periods.ts';
import { iso } from '../domain/time.ts';
import { loadQuotas, peekQuotas } from '../store/balances/quotas.ts';
import { quotasContract } from './contract/quotas.ts';
import { hasScope, mayActFor } from './kernel/auth.ts';
import { endpoint } from './kernel/http.ts';

export const handler = endpoint(quotasContract, {
  'GET /v1/accounts/{account}/quotas': async ({ params: { account }, query, now }) => {
    const quotas = await loadQuotas(account, now, query.explain);
    return { status: 200, body: { account, asOf: iso(now), quotas } };
  },

  'POST /v1/accounts/{account}/quota-checks': async ({ params: { account }, body, now }) => {
    const ref = { account, meter: requireMeter(body.meter), period: periodOf(now) };
    const [check] = checksOf(await peekQuotas([ref], now), [body]);
    return { status: 200, body: check };
  },

  'POST /v1/quota-checks': async ({ body, caller, now }) => {
    const mayReadAll = hasScope(caller, 'read.all');
    const foreign = body.findIndex((check) => !mayReadAll && !mayActFor(caller, check.account));
    if (foreign >= 0)
      throw new ApiError(
        'forbidden',
        'This token does not grant access to the account. Check only accounts that the caller can read.',
        {
          errors: [{ path: `/${foreign}/account`, detail: 'The caller has no access to this account.' }],
        },
      );
    const period = periodOf(now);
    const refs = body.map(({ account, meter }) => ({ account, meter: requireMeter(meter), period }));
    const checks = checksOf(await peekQuotas(refs, now), body);
    return { status: 200, body: checks };
  },
});

const checksOf = (quotas: readonly Quota[], wanted: readonly { readonly amount: number }[]): Check[] =>
  quotas.map((quota, index) => checkQuota(quota, wanted[index]?.amount ?? 0));
