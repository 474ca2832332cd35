import type { DomainEvent } from '../../functions/domain/events.ts';
import { DAY, type Instant, MINUTE, plus } from '../../functions/domain/time.ts';
import { NOW } from '../support/arbitraries.ts';
import { batchOf } from '../support/batches.ts';
import { busEventOf, factOf } from '../support/domain-events.ts';
import { accountNamed } from '../support/grants.ts';
import { someone } from '../support/local-stack.ts';
import { openReceiver, type Receiver } from '../support/receiver.ts';
import { openSending } from '../support/sending.ts';
import { openTable } from '../support/table.ts';

let service: Awaited<ReturnType<typeof openService>>;
/** Amazon SES, API version 2, as far as it is used. */
let ses: Receiver;
let account = accountNamed(someone());
let at: Instant;

async function openService() {
  const { close } = await openTable();
  process.env.AWS_ENDPOINT_URL_SESV2 = ses.url;
  process.env.MAIL_SENDER = 'billing@real-deal.dev';
  process.env.MAIL_CONFIGURATION_SET = 'billing-mail';
  return {
    close,
    ...(await import('../../functions/store/notifications/mail.ts')),
    ...(await import('../../functions/store/notifications/suppressions.ts')),
    ...(await import('../../functions/store/notifications/endpoints.ts')),
    ...(await import('../../functions/store/notifications/deliveries.ts')),
    ...(await openSending({ now: () => at })),
    work: (await import('../../functions/workers/mail.ts')).handler,
  };
}

beforeAll(async () => {
  ses = await openReceiver();
  service = await openService();
});
afterAll(async () => {
  await service.closeSending();
  await service.close();
  await ses.close();
});
beforeEach(async () => {
  at = NOW;
  account = accountNamed(someone());
  ses.received.length = 0;
  ses.answer = (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"MessageId":"m"}');
  await service.saveContact(account, 'owner@example.com', actor);
});

const actor = { by: 'user_1', at: NOW };
const refuse = (status: number) => {
  ses.answer = (response) =>
    response
      .writeHead(status, {
        'content-type': 'application/json',
        'x-amzn-errortype': 'TooManyRequestsException',
      })
      .end('{"message":"slow down"}');
};

const refund = () => factOf('charge.refunded', { account, data: { charge: { chargeId: 'chg_1' } } });
const tell = (...facts: readonly DomainEvent[]) => batchOf(service.work, ...facts.map(busEventOf));

describe('an event', () => {
  it('is written to the contact of the account, once', async () => {
    const event = refund();
    expect(await tell(event)).toEqual([]);
    expect(await tell(event, { ...event, at: plus(at, MINUTE) })).toEqual([]);
    expect(ses.received).toHaveLength(1);
    expect(ses.received[0]?.path).toBe('/v2/email/outbound-emails');
    expect(JSON.parse(ses.received[0]?.body ?? '')).toEqual({
      FromEmailAddress: 'billing@real-deal.dev',
      ConfigurationSetName: 'billing-mail',
      EmailTags: [{ Name: 'account', Value: account }],
      Destination: { ToAddresses: ['owner@example.com'] },
      Content: {
        Simple: {
          Subject: { Data: `Refund: An amount (${account})`, Charset: 'UTF-8' },
          Body: { Text: { Data: expect.stringContaining('chg_1'), Charset: 'UTF-8' } },
        },
      },
    });
  });

  it('is written once though ten handlers have it at once; those that cannot know hand it back', async () => {
    const event = refund();
    await Promise.all(Array.from({ length: 10 }, () => tell(event)));
    expect(ses.received).toHaveLength(1);
    expect(await tell(event)).toEqual([]);
    expect(ses.received).toHaveLength(1);
  });

  it('is not written where there is no contact, or none any more', async () => {
    await service.saveContact(account, null, actor);
    expect(await tell(refund())).toEqual([]);
    account = accountNamed(someone());
    expect(await tell(refund())).toEqual([]);
    expect(ses.received).toEqual([]);
  });

  it('is not written where the deployment has no sender', async () => {
    const { MAIL_SENDER: sender } = process.env;
    delete process.env.MAIL_SENDER;
    try {
      expect(await tell(refund())).toEqual([]);
    } finally {
      process.env.MAIL_SENDER = sender;
    }
    expect(ses.received).toEqual([]);
  });

  it('is not written to an address that is suppressed, and says so', async () => {
    const email = `gone-${account}@Example.com`;
    await service.saveContact(account, email, actor);
    await service.suppress({ email: email.toLowerCase(), cause: 'bounce', at }, account);
    expect(await tell(refund())).toEqual([]);
    expect(ses.received).toEqual([]);
    await service.liftBounce(email);
    expect(await tell(refund())).toEqual([]);
    expect(ses.received).toHaveLength(1);
  });

  it('that concerns no account is acknowledged', async () => {
    expect(await tell(factOf('account.state-changed', { account }))).toEqual([]);
    expect(ses.received).toEqual([]);
  });

  it('is handed back when the mail is refused, and written at the next try', async () => {
    refuse(429);
    const event = refund();
    expect(await tell(event, refund())).toEqual([0, 1]);
    expect(ses.received).toHaveLength(2);
    ses.answer = (response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"MessageId":"m"}');
    expect(await tell(event)).toEqual([]);
    expect(ses.received).toHaveLength(3);
  });

  it('is written after a crash before it was sent, once its claim has ended', async () => {
    const event = refund();
    expect(await service.claimMail(account, event.id, at)).toMatchObject({ kind: 'claimed' });
    expect(await tell(event)).toEqual([0]);
    expect(ses.received).toEqual([]);
    at = plus(at, MINUTE);
    expect(await tell(event)).toEqual([]);
    expect(await tell(event)).toEqual([]);
    expect(ses.received).toHaveLength(1);
  });
});

describe('an endpoint that is disabled', () => {
  it('is written about once, also when the mail was refused at first', async () => {
    const receiver = await openReceiver();
    receiver.answer = 410;
    const endpoint = {
      endpointId: 'ep_000000000001',
      url: receiver.url,
      events: ['slot.released'] as const,
      secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
      createdAt: NOW,
    };
    await service.makeEndpoint(account, endpoint, 'user_1');
    refuse(429);
    const { handler } = await import('../../functions/workers/webhooks.ts');
    const facts = ['1', '2'].map((jobId) => factOf('slot.released', { account, data: { jobId } }));
    expect(await batchOf(handler, ...facts.map(busEventOf))).toEqual([]);
    await service.workOff();
    expect(await service.findEndpoint(account, endpoint.endpointId)).toMatchObject({ state: 'disabled' });
    ses.answer = (response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"MessageId":"m"}');
    ses.received.length = 0;
    const { items } = await service.listDeliveries(account, endpoint.endpointId, { limit: 10 }, NOW);
    at = plus(at, DAY);
    for (const { deliveryId } of [...items, ...items])
      await service.attemptOne({ owner: account, endpointId: endpoint.endpointId, deliveryId });
    expect(ses.received.map(({ body }) => JSON.parse(body).Content.Simple.Subject.Data)).toEqual([
      `A webhook endpoint was disabled (${account})`,
    ]);
    await receiver.close();
  });
});
