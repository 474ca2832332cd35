import type middy from '@middy/core';
import type {
  APIGatewayProxyEventV2 as ApiEvent,
  APIGatewayProxyStructuredResultV2 as ApiResult,
} from 'aws-lambda';
import { type AccountId, isAccountId } from '../../domain/accounts.ts';
import { idOf } from '../../domain/ids.ts';
import { HOUR, hourOf, iso, plus, startOfHour } from '../../domain/time.ts';
import { now } from '../../runtime/clock.ts';
import { appendAudit } from '../../store/audit/audit.ts';
import { authenticate } from './auth.ts';
import { parseAccount } from './parse.ts';

/** Reads that this process has recorded. */
const noted = new Set<string>();
const MOST_NOTED = 10_000;

/**
 * Records in the audit log that an administrator read another account's data: one line per hour, administrator, account
 * and kind of data. Costs one write for the first read and none for further reads on a warm function. The answer waits
 * for the write, so that no read goes unrecorded. Hot functions (quotas, job slots) do not use it.
 */
export const auditedReads: middy.MiddlewareObj<ApiEvent, ApiResult> = {
  after: async ({ event, response }) => {
    if (!event.routeKey.startsWith('GET ') || (response?.statusCode ?? 500) >= 400) return;
    const account = accountReadIn(event);
    if (account === undefined) return;
    const caller = await authenticate(event.headers.authorization);
    if (!caller.isAdmin || caller.accounts.has(account)) return;
    const at = startOfHour(hourOf(now()));
    const target = resourceOf(event.routeKey);
    const id = idOf('read', at, caller.subject, account, target);
    if (noted.has(id)) return;
    await appendAudit({
      id,
      at,
      by: caller.subject,
      action: 'account.read',
      account,
      target,
      reason: null,
      detail: { until: iso(plus(at, HOUR)) },
    });
    if (noted.size >= MOST_NOTED) noted.clear();
    noted.add(id);
  },
};

/** The account in the path, or else in the query. */
function accountReadIn(event: ApiEvent): AccountId | undefined {
  const asked = event.queryStringParameters?.account;
  return parseAccount(event) ?? (asked !== undefined && isAccountId(asked) ? asked : undefined);
}

/** Returns the kind of data: `charges` for `GET /v1/accounts/{account}/charges/{chargeId}`. */
const resourceOf = (routeKey: string): string =>
  routeKey.split('/').filter((part) => !part.startsWith('{'))[3] ?? routeKey;
