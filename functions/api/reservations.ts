import type { AccountId } from '../domain/accounts.ts';
import { Fault } from '../domain/faults.ts';
import type { UsageEvent } from '../domain/journal.ts';
import { type Meter, meterNamed } from '../domain/meters.ts';
import { periodOf } from '../domain/periods.ts';
import { quotaOf } from '../domain/quota.ts';
import { type Hour, hourOf, type Instant, iso, startOfHour } from '../domain/time.ts';
import { countUsage } from '../store/counting.ts';
import { findCounted } from '../store/history.ts';
import { dropHold, takeHold } from '../store/holds.ts';
import { findRecord } from '../store/idempotency.ts';
import { reservationsContract } from './contract/usage.ts';
import { endpoint } from './http.ts';
import { doesNotFit } from './refusal.ts';

/** What a settled reservation is counted as: an event of its own, so that it counts once. */
const SOURCE = 'urn:real-deal:reservation';

export const handler = endpoint(reservationsContract, {
  'POST /v1/accounts/{account}/reservations': async ({ params: { account }, body, operation, now }) => {
    const meter = meterNamed(body.meter);
    const period = periodOf(operation.begunAt);
    const reservationId = `res_${hourOf(operation.begunAt).replaceAll('-', '')}_${operation.id}`;
    const holding = await takeHold(
      { account, meter, period },
      reservationId,
      body.amount,
      body.leaseSeconds,
      now,
    );
    if (holding.kind === 'refused')
      throw doesNotFit(meter, quotaOf(meter, holding.balance, period, now, false), body.amount);
    const { amount, until } = holding.hold;
    return {
      status: 201,
      body: { reservationId, meter: meter.name, amount, leaseExpiresAt: iso(until) },
    };
  },

  'POST /v1/accounts/{account}/reservations/{id}/settlement': async ({ params, body, now }) => {
    const { account, id } = params;
    const meter = await reservedMeter(account, id);
    const event = eventOf(id, body.amount);
    if (body.amount > 0) await countUsage(account, meter, [event], now, id);
    const counted = (await findCounted(account, meter, event, now))?.amount ?? 0;
    if (counted !== body.amount)
      throw new Fault('conflict', `${id} was settled with ${counted}, it cannot become ${body.amount}.`);
    if (body.amount === 0) await giveBack(account, meter, id, event.at);
    return { status: 200, body: { reservationId: id, amount: body.amount } };
  },

  'DELETE /v1/accounts/{account}/reservations/{id}': async ({ params: { account, id }, now }) => {
    const meter = await reservedMeter(account, id);
    const event = eventOf(id, 0);
    if (await findCounted(account, meter, event, now))
      throw new Fault('conflict', `${id} was settled; it cannot be given back.`);
    await giveBack(account, meter, id, event.at);
    return { status: 204 };
  },
});

const giveBack = (account: AccountId, meter: Meter, id: string, at: Instant): Promise<void> =>
  dropHold({ account, meter, period: periodOf(at) }, id);

/** `res_<hour>_<operation>`: the id itself says when it was reserved, and finds the record of its making. */
function eventOf(id: string, amount: number): UsageEvent {
  const [, hour = ''] = id.split('_');
  const at = startOfHour(hour.replace(/^(\d{4})(\d{2})(\d{2})/, '$1-$2-$3') as Hour);
  return { source: SOURCE, id, at, amount };
}

async function reservedMeter(account: AccountId, id: string): Promise<Meter> {
  const record = await findRecord(account, id.split('_')[2] ?? '');
  const made = JSON.parse(record?.answer?.body ?? '{}') as { reservationId?: string; meter?: string };
  if (made.reservationId !== id || !made.meter)
    throw new Fault('not-found', `There is no reservation ${id} of ${account}.`);
  return meterNamed(made.meter);
}
