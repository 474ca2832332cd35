import { handler } from '../../functions/api/quotas.ts';
import type { AccountId } from '../../functions/domain/accounts.ts';
import { encodeUsage } from '../../functions/queue/usage.ts';
import { counting } from './capacity.ts';
import type { Findings } from './figures.ts';
import { deliver, invoke, type Request } from './invoke.ts';
import { eventOf, randomFrom, type Setup, START } from './measuring.ts';

const USED = 50;

/** Measures the cost of a quota check, and of reading all quotas. */
export async function checks({ stack }: Setup): Promise<Findings> {
  const account = 'user_checks' as AccountId;
  const random = randomFrom(USED);
  await deliver(encodeUsage(Array.from({ length: USED }, () => eventOf(account, START, random))));
  const asked = { token: await stack.issueToken({ sub: account }), parameters: { account } };
  const check: Request = {
    ...asked,
    route: 'POST /v1/accounts/{account}/quota-checks',
    body: { meter: 'bandwidth', amount: 1_000 },
  };
  const checking = await counting(() => invoke(handler, check, 200));
  const all = await counting(() =>
    invoke(handler, { ...asked, route: 'GET /v1/accounts/{account}/quotas' }, 200),
  );
  return {
    figures: [
      {
        name: 'checks: requests for a check',
        value: checking.requests,
        unit: 'requests',
        target: { exactly: 1 },
      },
      { name: 'checks: read units of a check', value: checking.read, unit: 'RRU', target: { atMost: 0.5 } },
      {
        name: 'checks: requests for all quotas',
        value: all.requests,
        unit: 'requests',
        target: { exactly: 1 },
      },
      { name: 'checks: read units of all quotas', value: all.read, unit: 'RRU' },
    ],
  };
}
