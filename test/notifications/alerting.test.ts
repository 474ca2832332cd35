import type { DynamoDBRecord } from 'aws-lambda';
import type { AccountId } from '../../functions/domain/accounts.ts';
import type { CloudEvent } from '../../functions/domain/events.ts';
import { type Meter, requireMeter, storageMeter } from '../../functions/domain/meters.ts';
import { periodOf } from '../../functions/domain/periods.ts';
import { uploadObjectKey } from '../../functions/domain/storage/objects.ts';
import { DAY, type Instant, iso, MINUTE, parseInstant, plus } from '../../functions/domain/time.ts';
import { batchOf } from '../support/batches.ts';
import { injectFaults } from '../support/faults.ts';
import { accountNamed } from '../support/grants.ts';
import { someone } from '../support/local-stack.ts';
import { openReceiver, type Receiver } from '../support/receiver.ts';
import { onceEach, openRelay, type Relay } from '../support/relayed.ts';
import { openSending } from '../support/sending.ts';

const GB = 1_000_000_000;
const EVENING = parseInstant('2026-11-23T23:00:00Z');

let relay: Relay;
let service: Awaited<ReturnType<typeof openService>>;
let ses: Receiver;
let hook: Receiver;
let account: AccountId;
let at: Instant;

async function openService() {
  process.env.AWS_ENDPOINT_URL_SESV2 = ses.url;
  process.env.MAIL_SENDER = 'billing@real-deal.dev';
  return {
    ...(await openSending({ now: () => at })),
    ...(await import('../../functions/store/notifications/alerts.ts')),
    ...(await import('../../functions/store/notifications/endpoints.ts')),
    ...(await import('../../functions/store/notifications/mail.ts')),
    ...(await import('../../functions/store/notifications/notifications.ts')),
    relay: (await import('../../functions/workers/relay.ts')).handler,
    mail: (await import('../../functions/workers/mail.ts')).handler,
    webhooks: (await import('../../functions/workers/webhooks.ts')).handler,
  };
}

beforeAll(async () => {
  ses = await openReceiver();
  ses.answer = (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"MessageId":"m"}');
  hook = await openReceiver();
  relay = await openRelay();
  service = await openService();
});
afterAll(async () => {
  await service.closeSending();
  await relay.close();
  await Promise.all([ses.close(), hook.close()]);
});
let sequence = 16;
beforeEach(async () => {
  at = EVENING;
  account = accountNamed(someone());
  await service.saveContact(account, 'owner@example.com', { by: 'user_1', at });
  const endpoint = {
    endpointId: `ep_${String(++sequence).padStart(12, '0')}`,
    url: hook.url,
    events: ['quota.warning', 'quota.exceeded'] as const,
    secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
    createdAt: at,
  };
  await service.makeEndpoint(account, endpoint, 'user_1');
  await relay.changes();
  ses.received.length = 0;
  hook.received.length = 0;
});

/** Makes the account's one file that size. */
const store = (gb: number) =>
  relay.recordObject(
    {
      bucket: 'uploads',
      key: uploadObjectKey(account, 'a'.repeat(32), 'film'),
      version: 'null',
      change: 'created',
      bytes: Math.round(gb * GB),
      sequencer: (++sequence).toString(16),
    },
    at,
  );

let events = 0;
const use = (meter: Meter, gb: number) =>
  relay.countUsage(account, meter, [{ source: 's', id: `${++events}`, at, amount: gb * GB }], at);

const busEvent = (detail: CloudEvent) => ({ source: 'real-deal.billing', detail });

/** Publishes the records, then hands what was published to both workers. */
async function publish(records: readonly DynamoDBRecord[], size = 100): Promise<void> {
  const published = await relay.relay(records, size);
  for (const event of published) {
    expect(await batchOf(service.mail, busEvent(event))).toEqual([]);
    expect(await batchOf(service.webhooks, busEvent(event))).toEqual([]);
    expect(await service.workOff()).toBe(0);
  }
}

const notes = async () =>
  (await service.listNotifications(account, { limit: 100 }, at)).items.filter(
    ({ type }) => type === 'quota.warning',
  );

/** What was received so far: webhooks once for each id, as a receiver counts them. */
const received = async () => ({
  mails: ses.received.length,
  webhooks: hook.received.length,
  notifications: (await notes()).length,
});

describe('storage that swings about 80 %', () => {
  it('sends one mail, one webhook and one notification', async () => {
    for (let swing = 0; swing < 10; swing += 1) {
      await store(1.59);
      await store(1.61);
    }
    await publish(await relay.changes());
    expect(await received()).toEqual({ mails: 1, webhooks: 1, notifications: 1 });
  });

  it('alerts again below the lower mark; the second mail waits for the next day', async () => {
    await store(1.61);
    await publish(await relay.changes());
    at = plus(at, MINUTE);
    await store(1.49);
    await store(1.59);
    await store(1.61);
    await publish(await relay.changes());
    expect(await received()).toEqual({ mails: 1, webhooks: 2, notifications: 2 });
    at = plus(at, 60 * MINUTE);
    await store(1.49);
    await store(1.61);
    await publish(await relay.changes());
    expect(await received()).toEqual({ mails: 2, webhooks: 3, notifications: 3 });
  });

  it('doubles nothing when the stream is replayed after midnight, or by two relays at once', async () => {
    for (const gb of [1.61, 1.59, 1.61, 1.49, 1.59, 1.61, 1.59, 1.61]) await store(gb);
    const records = await relay.changes();
    await Promise.all([service.relay({ Records: [...records] }), publish(records, 3)]);
    const first = await received();
    expect(first).toEqual({ mails: 1, webhooks: 2, notifications: 2 });
    const before = await notes();
    at = plus(at, DAY);
    await publish(records, 1);
    await publish(records);
    expect(await received()).toEqual(first);
    expect(await notes()).toEqual(before);
    expect(before.map((note) => iso(note.at))).toEqual([iso(EVENING), iso(EVENING)]);
  });
});

describe('a crash of the relay', () => {
  const history = [1.61, 1.59, 1.61, 1.49, 1.59, 1.61, 2, 1.95, 2];

  /** The events of a history that never crashed, by type. */
  const right = ['quota.warning', 'quota.warning', 'quota.exceeded', 'overage.confirmation-required'];

  it('before or after any request loses no alert and adds none', async () => {
    for (let index = 0, isDone = false; !isDone; index += 1) {
      account = accountNamed(someone());
      for (const gb of history) await store(gb);
      const records = await relay.changes();
      for (const kind of ['crash', 'lost-reply'] as const) {
        let crashed = false;
        const faults = injectFaults(relay.dynamo, (request) => {
          if (request.index < index) return undefined;
          if (kind === 'lost-reply' && request.index === index) return 'lost-reply';
          crashed = true;
          return 'crash';
        });
        await service.relay({ Records: records }).finally(() => faults.stop());
        isDone = !crashed;
      }
      const published = onceEach(await relay.relay(records, 100));
      const types = published.map(({ type }) => type).filter((type) => type !== 'account.state-changed');
      expect({ index, types }).toEqual({ index, types: right });
    }
  });
});

describe('a counter', () => {
  it('alerts once a threshold in each period, without going below the mark', async () => {
    const bandwidth = requireMeter('bandwidth');
    for (const month of ['2026-11-23T10:00:00Z', '2026-12-02T10:00:00Z']) {
      at = parseInstant(month);
      for (const gb of [3, 1, 0.5]) await use(bandwidth, gb);
      await publish(await relay.changes());
    }
    expect(await received()).toEqual({ mails: 2, webhooks: 2, notifications: 2 });
  });
});

describe('a mail about a quota', () => {
  const ref = () => ({ account, meter: storageMeter(), period: periodOf(at), percent: 80 });

  it('is sent by the second alert of a day if the first one was refused', async () => {
    const answer = ses.answer;
    await store(1.61);
    await store(1.4);
    await store(1.61);
    const alerts = (await relay.relay(await relay.changes(), 100)).filter(
      ({ type }) => type === 'quota.warning',
    );
    const [first, second] = alerts.map(busEvent);
    expect(alerts).toHaveLength(2);
    ses.answer = 500;
    expect(await batchOf(service.mail, first)).toEqual([0]);
    ses.answer = answer;
    ses.received.length = 0;
    expect(await batchOf(service.mail, second)).toEqual([]);
    expect(await batchOf(service.mail, first)).toEqual([]);
    expect(ses.received).toHaveLength(1);
  });

  it('is sent after a crash between the claim and the sending', async () => {
    await store(1.61);
    const [alert] = (await relay.relay(await relay.changes(), 100)).filter(
      ({ type }) => type === 'quota.warning',
    );
    if (!alert) throw new Error('No alert was published.');
    await service.claimMail(account, `quota.warning storage ${iso(at).slice(0, 10)}`, at);
    expect(await batchOf(service.mail, busEvent(alert))).toEqual([0]);
    at = plus(at, 2 * MINUTE);
    expect(await batchOf(service.mail, busEvent(alert))).toEqual([]);
    expect(ses.received).toHaveLength(1);
  });

  it('has a day that a replay cannot move', async () => {
    expect(await service.fireAlert(ref(), 'b', true, at)).toEqual({ kind: 'fired', at });
    expect(await service.fireAlert(ref(), 'b', true, plus(at, DAY))).toEqual({ kind: 'fired', at });
    expect(await service.fireAlert(ref(), 'c', false, at)).toEqual({ kind: 'damped' });
    expect(await service.fireAlert(ref(), 'a', false, at)).toEqual({ kind: 'superseded' });
  });
});
