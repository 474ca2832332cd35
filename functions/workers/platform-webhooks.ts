import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import pMap from 'p-map';
import { PLATFORM } from '../domain/deliveries.ts';
import { MINUTE, plus } from '../domain/time.ts';
import { deliverFact, retryDelivery } from '../notices/webhooks.ts';
import { isPlatformDue } from '../queue/platform.ts';
import { now } from '../runtime/clock.ts';
import { log } from '../runtime/log.ts';
import { type DueItem, dueIn, putOff } from '../store/due.ts';
import { PLATFORM_DUE_SHARD } from '../store/keys.ts';
import { eachFact } from './facts.ts';

/** How many deliveries are retried at once. */
const MOST_AT_ONCE = 20;
/** Milliseconds. An attempt takes ten seconds at most, so that the last ones end before the function's time-out. */
const TIME_BUDGET = 10_000;
const RETRY_AFTER = 5 * MINUTE;

/**
 * Delivers the events of all accounts to the platform's endpoints, and retries what is due of them. It has a queue, a due
 * shard and a number of workers of its own: however slow those endpoints are, the deliveries of accounts do not wait.
 */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const isDue = ({ body }: SQSRecord): boolean => isPlatformDue(body);
  const facts = event.Records.filter((record) => !isDue(record));
  const { batchItemFailures } = await eachFact({ Records: facts }, (fact) =>
    deliverFact(PLATFORM, fact, now()),
  );
  if (event.Records.some(isDue)) await retryDue();
  return { batchItemFailures };
}

/** Retries what is due, page by page. What is not reached stays due, for the next minute's message. */
async function retryDue(): Promise<void> {
  const end = performance.now() + TIME_BUDGET;
  let items: readonly DueItem[];
  do {
    items = await dueIn(PLATFORM_DUE_SHARD, now(), MOST_AT_ONCE);
    await pMap(items, retry);
  } while (items.length === MOST_AT_ONCE && performance.now() < end);
}

/** One that fails leaves the others be: it is put off a little. */
async function retry(item: DueItem): Promise<void> {
  const { pk, sk } = item;
  const at = now();
  try {
    await retryDelivery({ pk, sk }, at);
  } catch (error) {
    log.error('platform delivery not retried', { pk, sk, error: error as Error });
    await putOff(item, plus(at, RETRY_AFTER));
  }
}
