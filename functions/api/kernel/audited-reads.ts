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

/** Reads that this function has noted. */
const noted = new Set<string>();
const MOST_NOTED = 10_000;

/**
 * Notes in the audit log that an administrator has read what is another account's: one line an hour for each administrator,
 * account and kind of data. One write for the first of them, none for the others on a warm function. The answer waits for
 * the line: nothing is read unseen. Left out where it would cost a hot path its speed: quotas and job slots.
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

/** The account in the path, or the one that a report is asked for. */
function accountReadIn(event: ApiEvent): AccountId | undefined {
  const asked = event.queryStringParameters?.account;
  return parseAccount(event) ?? (asked !== undefined && isAccountId(asked) ? asked : undefined);
}

/** What is read: `charges` of `GET /v1/accounts/{account}/charges/{chargeId}`. */
const resourceOf = (routeKey: string): string =>
  routeKey.split('/').filter((part) => !part.startsWith('{'))[3] ?? routeKey;
