import pMap from 'p-map';
import { Webhook } from 'standardwebhooks';
import {
  type AttemptReport,
  type Delivery,
  type Endpoint,
  hears,
  judge,
  PLATFORM,
  readRetryAfter,
  reasonToDisable,
  signingSecrets,
  type Verdict,
  type WebhookOwner,
} from '../domain/deliveries.ts';
import type { CloudEvent } from '../domain/facts.ts';
import { timeOfId } from '../domain/ids.ts';
import { type Instant, iso, plus, SECOND, seconds } from '../domain/time.ts';
import { wallClock } from '../runtime/clock.ts';
import { log } from '../runtime/log.ts';
import {
  type AttemptEnd,
  abandonDelivery,
  deliveriesSince,
  endAttempt,
  findDelivery,
  firstSeen,
  keepPaused,
  type Leased,
  leaseDelivery,
  makeDelivery,
  scheduleReplay,
} from '../store/deliveries.ts';
import {
  allEndpoints,
  countGivenUp,
  disableEndpoint,
  findEndpoint,
  forgetGivenUp,
} from '../store/endpoints.ts';
import { type Key, readDeliveryKey } from '../store/keys.ts';
import { disabledMail } from './mail.ts';
import { mailOnce } from './mailing.ts';
import { commonHeaders, post } from './post.ts';

const CONCURRENCY = 10;

/**
 * Sends a fact to every endpoint of an owner that subscribes to it, and keeps it for those that are paused. Once for
 * each, however often the fact comes: what is known already is left to its schedule.
 */
export async function deliverFact(account: WebhookOwner, fact: CloudEvent, now: Instant): Promise<void> {
  const endpoints = (await allEndpoints(account)).filter((endpoint) => hears(endpoint, fact.type));
  if (endpoints.length === 0) return;
  const seen = await firstSeen(account, fact.id, now);
  await pMap(
    endpoints,
    async (endpoint) => {
      const delivery = await makeDelivery(account, endpoint, fact, seen, now);
      if (delivery?.state === 'pending') await attemptDue(account, endpoint, delivery, now);
    },
    { concurrency: CONCURRENCY },
  );
}

/**
 * Attempts a delivery whose time has come, by its key. Does nothing when it is not due any more, or somebody else
 * is at it.
 */
export async function retryDelivery(key: Key, now: Instant): Promise<void> {
  const { account, endpointId, deliveryId } = readDeliveryKey(key);
  const [endpoint, delivery] = await Promise.all([
    findEndpoint(account, endpointId),
    findDelivery(account, endpointId, deliveryId, now),
  ]);
  if (delivery) await attemptDue(account, endpoint, delivery, now);
}

async function attemptDue(
  account: WebhookOwner,
  endpoint: Endpoint | undefined,
  delivery: Delivery,
  now: Instant,
): Promise<void> {
  if (delivery.state !== 'pending') return;
  // Of the very version that is leased below: between two reads another attempt may have failed and put it off.
  if (delivery.nextAttemptAt === null || delivery.nextAttemptAt > now) return;
  if (endpoint?.state === 'active') {
    await attemptOnce(account, endpoint, delivery, now);
    return;
  }
  if (endpoint?.state === 'paused') {
    await keepPaused(account, delivery, now);
    return;
  }
  // Whoever disabled it may have crashed before telling so.
  if (endpoint?.disabled) await tellDisabled(account, endpoint, now);
  const reason = `The endpoint was ${endpoint?.state ?? 'deleted'} when the delivery was due.`;
  await abandonDelivery(account, delivery, reason, now);
}

/**
 * Attempts a delivery because its owner asks for it, in whatever state it and the endpoint are; if that fails, the
 * schedule begins anew. Undefined while somebody else is at it.
 */
export async function replayDelivery(
  account: WebhookOwner,
  endpoint: Endpoint,
  delivery: Delivery,
  now: Instant,
): Promise<Delivery | undefined> {
  return attemptOnce(account, endpoint, { ...delivery, round: { since: now, tries: 0 } }, now);
}

/** How many deliveries one call replays, and how many of them fall due each second. */
const MOST_REPLAYED = 1_000;
const REPLAYS_A_SECOND = 10;

/**
 * Schedules every delivery to an endpoint since a time that was not delivered, oldest first and spread over time, so that
 * one receiver's backlog delays nobody else's deliveries. Returns how many, and from when to go on where there are more.
 */
export async function replaySince(
  owner: WebhookOwner,
  endpointId: string,
  since: Instant,
  now: Instant,
  most = MOST_REPLAYED,
): Promise<{ readonly replayed: number; readonly next: Instant | null }> {
  let replayed = 0;
  for await (const delivery of deliveriesSince(owner, endpointId, since, now)) {
    if (replayed >= most) return { replayed, next: timeOfId(delivery.deliveryId) };
    if (delivery.state !== 'paused' && delivery.state !== 'failed') continue;
    const at = plus(now, Math.floor(replayed / REPLAYS_A_SECOND) * SECOND);
    if (await scheduleReplay(owner, delivery, at, now)) replayed += 1;
  }
  return { replayed, next: null };
}

async function attemptOnce(
  account: WebhookOwner,
  endpoint: Endpoint,
  delivery: Delivery,
  now: Instant,
): Promise<Delivery | undefined> {
  const leased = await leaseDelivery(account, delivery, now);
  if (!leased) return undefined;
  const { signature, ...headers } = signed(endpoint, delivery, now);
  const answer = await post(endpoint.url, delivery.body, { ...headers, 'webhook-signature': signature });
  const retryAfter = readRetryAfter(answer.retryAfter, wallClock.now());
  const verdict = judge(leased.delivery.round, answer.status, now, retryAfter);
  const isRefusal = verdict.kind !== 'delivered';
  const report: AttemptReport = {
    at: now,
    status: answer.status,
    milliseconds: answer.milliseconds,
    reason: isRefusal ? (answer.reason ?? `It answered ${answer.status}.`) : null,
    response: answer.response,
    request: { url: endpoint.url, headers: { ...commonHeaders, ...headers } },
  };
  await judgeEndpoint(account, endpoint, leased, verdict, now);
  const { endpointId } = endpoint;
  const { deliveryId, attempts } = leased.delivery;
  const { status, milliseconds } = report;
  log.info(`webhook ${verdict.kind}`, { account, endpointId, deliveryId, attempts, status, milliseconds });
  return endAttempt(account, leased, report, endOf(verdict));
}

/**
 * Standard Webhooks: a signature is over id, time and body, one for each secret that signs at `now`, separated by spaces.
 * The receiver's clock is the wall clock.
 */
function signed(endpoint: Endpoint, { eventId, body }: Delivery, now: Instant) {
  const at = wallClock.now();
  const sign = (secret: string) => new Webhook(secret).sign(eventId, new Date(at), body);
  return {
    'webhook-id': eventId,
    'webhook-timestamp': String(seconds(at)),
    signature: signingSecrets(endpoint, now).map(sign).join(' '),
  };
}

function endOf(verdict: Verdict): AttemptEnd {
  if (verdict.kind === 'retry') return { state: 'pending', at: verdict.at };
  return { state: verdict.kind === 'delivered' ? 'delivered' : 'failed' };
}

/** What a verdict means for the endpoint. Before the attempt ends: after a crash it is made again, and this too. */
async function judgeEndpoint(
  account: WebhookOwner,
  endpoint: Endpoint,
  { delivery }: Leased,
  verdict: Verdict,
  now: Instant,
): Promise<void> {
  const { endpointId } = endpoint;
  if (verdict.kind === 'retry') return;
  if (verdict.kind === 'delivered') {
    if (endpoint.givenUp > 0) await forgetGivenUp(account, endpointId);
    return;
  }
  const inARow = await countGivenUp(account, endpointId, delivery.deliveryId);
  const reason = reasonToDisable(verdict.gone, inARow);
  if (reason === null) return;
  const disabled = await disableEndpoint(account, endpointId, { at: now, reason });
  log.warn('webhook endpoint disabled', { account, endpointId, reason });
  if (disabled) await tellDisabled(account, disabled, now);
}

async function tellDisabled(account: WebhookOwner, endpoint: Endpoint, now: Instant): Promise<void> {
  // The platform has no contact: the log line of the disabling is what its operators are alerted by.
  if (!endpoint.disabled || account === PLATFORM) return;
  const id = `disabled ${endpoint.endpointId} ${iso(endpoint.disabled.at)}`;
  await mailOnce(account, id, disabledMail(account, endpoint), now);
}
