import type { AccountId } from '../domain/accounts.ts';
import { ApiError } from '../domain/errors.ts';
import { metersOf, requireMeter } from '../domain/meters.ts';
import { countPoints, pointsOf, sumsOf } from '../domain/reports/series.ts';
import { type Instant, iso, parseInstant } from '../domain/time.ts';
import { findFailure } from '../store/balances/failures.ts';
import { loadCorrection } from '../store/metering/corrected.ts';
import { findCounted } from '../store/metering/history.ts';
import { usageSeries } from '../store/metering/series.ts';
import { listSnapshots, type Snapshot } from '../store/reports/snapshots.ts';
import { usageContract } from './contract/usage.ts';
import { auditedReads } from './kernel/audited-reads.ts';
import { endpoint } from './kernel/http.ts';

const MAX_POINTS = 1_000;

export const handler = endpoint(usageContract, {
  'GET /v1/accounts/{account}/usage': async ({ params: { account }, query, now }) => {
    const range = [parseInstant(query.from), parseInstant(query.to), query.granularity] as const;
    if (countPoints(...range) > MAX_POINTS)
      throw wrongRange(
        'granularity',
        `The range has more than ${MAX_POINTS} points. Send a shorter range or a coarser granularity.`,
      );
    const points = pointsOf(...range);
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) throw wrongRange('to', '`to` must be later than `from`.');
    const level = query.granularity === 'hour' ? 'hours' : 'days';
    const used = await usageSeries(account, requireMeter(query.meter), level, first.start, last.end, now);
    const sums = sumsOf(points, query.granularity, used);
    const items = points.map(({ start }, index) => ({ start: iso(start), amount: sums[index] ?? 0 }));
    return { status: 200, body: { from: iso(first.start), to: iso(last.end), items } };
  },

  'GET /v1/accounts/{account}/snapshots': async ({ params: { account }, query }) => {
    const { from, to, ...part } = query;
    const span = {
      ...(from === undefined ? {} : { from: parseInstant(from) }),
      ...(to === undefined ? {} : { to: parseInstant(to) }),
    };
    if (span.from !== undefined && span.to !== undefined && span.to <= span.from)
      throw wrongRange('to', '`to` must be later than `from`.');
    const { items, nextCursor } = await listSnapshots(account, span, part);
    return {
      status: 200,
      body: { items: items.map((snapshot) => snapshotView(account, snapshot)), nextCursor },
    };
  },

  'GET /v1/accounts/{account}/usage-events': async ({ params: { account }, query, now }) =>
    answerOf(account, query.source, query.id, query.time, now),

  'GET /v1/accounts/{account}/usage-events/{source}/{id}': async ({ params, query, now }) =>
    answerOf(params.account, params.source, params.id, query.time, now),
}).use(auditedReads);

/** Returns the result of one event. */
async function answerOf(account: AccountId, source: string, id: string, time: string, now: Instant) {
  const at = parseInstant(time);
  for (const meter of metersOf('counter')) {
    const counted = await findCounted(account, meter, { source, id, at }, now);
    if (!counted) continue;
    const { late, period } = counted;
    const correction = await loadCorrection({ account, meter, source, id, at: counted.at });
    return {
      status: 200,
      body: {
        state: 'counted',
        meter: meter.name,
        amount: correction?.value.amount ?? counted.amount,
        period: { start: iso(period.start), end: iso(period.end) },
        late,
        reason: null,
      },
    };
  }
  const failure = await findFailure(account, source, id);
  const { meter = null, amount = null, reason = null } = failure ?? {};
  const state = failure ? 'failed' : 'unknown';
  return { status: 200, body: { state, meter, amount, period: null, late: false, reason } };
}

const snapshotView = (account: AccountId, { kind, at, takenAt, quotas }: Snapshot) => ({
  account,
  kind,
  at: iso(at),
  takenAt: iso(takenAt),
  quotas,
});

const wrongRange = (path: string, detail: string): ApiError =>
  new ApiError('validation-failed', `${path}: ${detail}`, { errors: [{ path, detail }] });
