import { ApiError } from '../domain/errors.ts';
import { requireMeter } from '../domain/meters.ts';
import { cny } from '../domain/money.ts';
import type { Period } from '../domain/periods.ts';
import { iso, parseInstant } from '../domain/time.ts';
import { correctUsage } from '../store/metering/corrections.ts';
import { correctionsContract } from './contract/corrections.ts';
import { endpoint } from './kernel/http.ts';
import { answerOnce } from './kernel/idempotency.ts';

export const handler = endpoint(correctionsContract, answerOnce, {
  'POST /v1/usage-corrections': async ({ body, caller, operation, now }) => {
    const { account, source, id, time, amount, reason } = body;
    const event = { account, meter: requireMeter(body.meter), source, id, at: parseInstant(time) };
    const amendment = { amount, reason, by: caller.subject, operation, now };
    const corrected = await correctUsage(event, amendment);
    if (!corrected)
      throw new ApiError(
        'not-found',
        `No counted event of ${account} has source ${source}, id ${id} and time ${time}. Check all three.`,
      );
    const { correctionId, period, step, changed } = corrected;
    return {
      status: changed ? 201 : 200,
      body: {
        correctionId,
        before: step.before,
        after: step.after,
        period: spanOf(period),
        closed: step.closed,
        effect: effectView(step.effect, body.meter, period),
      },
    };
  },
});

/** The amount that the next charge applies; null if it is zero. */
const effectView = (effect: number, meter: string, period: Period) =>
  effect === 0
    ? null
    : {
        kind: effect > 0 ? ('debit' as const) : ('credit' as const),
        amount: cny(Math.abs(effect)),
        meter,
        period: spanOf(period),
      };

const spanOf = ({ start, end }: Period) => ({ start: iso(start), end: iso(end) });
