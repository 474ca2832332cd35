import { Fault } from '../domain/faults.ts';
import { allMeters, meterNamed } from '../domain/meters.ts';
import { periodOf } from '../domain/periods.ts';
import { checkQuota } from '../domain/quota.ts';
import { iso } from '../domain/time.ts';
import { loadBalances, peekBalances } from '../store/balances.ts';
import { quotaIn } from '../store/quotas.ts';
import { hasScope, mayActFor } from './auth.ts';
import { quotasContract } from './contract/usage.ts';
import { endpoint } from './http.ts';

export const handler = endpoint(quotasContract, {
  'GET /v1/accounts/{account}/quotas': async ({ params: { account }, query, now }) => {
    const period = periodOf(now);
    const balances = await loadBalances(account, period);
    const quotas = allMeters().map((meter) =>
      quotaIn(balances, { account, meter, period }, now, query.explain),
    );
    return { status: 200, body: { account, asOf: iso(now), quotas } };
  },

  'POST /v1/accounts/{account}/quota-checks': async ({ params: { account }, body, now }) => {
    const ref = { account, meter: meterNamed(body.meter), period: periodOf(now) };
    const balances = await peekBalances([ref]);
    return { status: 200, body: checkQuota(quotaIn(balances, ref, now), body.amount) };
  },

  'POST /v1/quota-checks': async ({ body, caller, now }) => {
    const mayReadAll = hasScope(caller, 'read.all');
    const foreign = body.findIndex((check) => !mayReadAll && !mayActFor(caller, check.account));
    if (foreign >= 0)
      throw new Fault('forbidden', 'This token does not allow that account.', {
        errors: [{ path: `/${foreign}/account`, detail: 'Not an account of the caller.' }],
      });
    const period = periodOf(now);
    const refs = body.map(({ account, meter }) => ({ account, meter: meterNamed(meter), period }));
    const balances = await peekBalances(refs);
    const checks = refs.map((ref, index) =>
      checkQuota(quotaIn(balances, ref, now), body[index]?.amount ?? 0),
    );
    return { status: 200, body: checks };
  },
});
