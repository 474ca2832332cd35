import { SendMessageCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { AccountId } from '../domain/accounts.ts';
import type { UsageEvent } from '../domain/metering/deduplication.ts';
import { optionalSetting, setting } from '../runtime/config.ts';
import { sqs } from './client.ts';

/** A usage event with whose and which meter's it is. */
export interface AccountEvent extends UsageEvent {
  readonly account: AccountId;
  readonly meter: string;
}

/** As it travels: account, meter, source, id, time (epoch ms), amount. */
/** The end of the times that JavaScript knows. */
const LAST_INSTANT = 8_640_000_000_000_000;

const row = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.int().min(0).max(LAST_INSTANT),
  z.int().min(1),
]);
const message = z.object({ events: z.array(row) });

/**
 * Puts events on the queue in one message: all of them are kept, or none. Sorted by account and meter, so that
 * what is counted together lies together. One queue request; the message is smaller than the request's body was.
 */
export async function enqueueUsage(events: readonly AccountEvent[]): Promise<void> {
  const sorted = [...events].sort((a, b) => compare(a.account, b.account) || compare(a.meter, b.meter));
  await sqs.send(
    new SendMessageCommand({ QueueUrl: setting('usageQueueUrl'), MessageBody: encodeUsage(sorted) }),
  );
}

/**
 * Has an event archived that was counted on the spot, where an archive is kept: on the queue it is found counted
 * already, and put into the archive with all others. One queue request.
 */
export async function archiveCounted(event: AccountEvent): Promise<void> {
  if (event.amount > 0 && optionalSetting('archiveBucket') !== undefined) await enqueueUsage([event]);
}

export const encodeUsage = (events: readonly AccountEvent[]): string =>
  JSON.stringify({
    events: events.map((event) => [
      event.account,
      event.meter,
      event.source,
      event.id,
      event.at,
      event.amount,
    ]),
  });

/** Reads a message back. Throws when it is not one of ours. */
export function decodeUsage(body: string): AccountEvent[] {
  return message.parse(JSON.parse(body)).events.map(([account, meter, source, id, at, amount]) => ({
    account: account as AccountId,
    meter,
    source,
    id,
    at: at as AccountEvent['at'],
    amount,
  }));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
