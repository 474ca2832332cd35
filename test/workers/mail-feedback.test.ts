import { createHash } from 'node:crypto';
import type { AccountId } from '../../functions/domain/accounts.ts';
import { parseInstant } from '../../functions/domain/time.ts';
import { batchOf } from '../support/batches.ts';
import { accountNamed } from '../support/grants.ts';
import { someone } from '../support/local-stack.ts';
import { openPeer, type Peer } from '../support/peer.ts';
import { openTable } from '../support/table.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

let service: Awaited<ReturnType<typeof openService>>;
let deadLetters: Peer;
let account: AccountId;
let email: string;

async function openService() {
  deadLetters = await openPeer(({ body }) => ({
    status: 200,
    body: { MessageId: 'm', MD5OfMessageBody: md5(JSON.parse(body).MessageBody) },
  }));
  const { close } = await openTable();
  process.env.AWS_ENDPOINT_URL_SQS = deadLetters.url;
  process.env.DEAD_LETTER_QUEUE_URL = `${deadLetters.url}/000000000000/dead-letters`;
  return {
    close,
    ...(await import('../../functions/store/notifications/suppressions.ts')),
    ...(await import('../../functions/store/audit/audit-log.ts')),
    work: (await import('../../functions/workers/mail-feedback.ts')).handler,
  };
}

beforeAll(async () => {
  service = await openService();
});
afterAll(async () => {
  await service.close();
  await deadLetters.stop();
});
beforeEach(() => {
  account = accountNamed(someone());
  email = `${account}@example.com`;
});

const AT = '2027-03-15T12:00:00.000Z';
const mailOf = (tags: object = { account: [account], 'ses:configuration-set': ['billing-mail'] }) => ({
  timestamp: AT,
  messageId: 'ses-1',
  destination: [email],
  tags,
});

const bounce = (parts: object = {}, mail: object = mailOf()) => ({
  source: 'aws.ses',
  'detail-type': 'Email Bounced',
  detail: {
    eventType: 'Bounce',
    bounce: {
      feedbackId: 'f-1',
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress: email, action: 'failed', status: '5.1.1' }],
      timestamp: AT,
      reportingMTA: 'dns; mta',
      ...parts,
    },
    mail,
  },
});

const complaint = (parts: object = {}) => ({
  source: 'aws.ses',
  'detail-type': 'Email Complaint Received',
  detail: {
    eventType: 'Complaint',
    complaint: {
      feedbackId: 'f-2',
      complainedRecipients: [{ emailAddress: email }],
      complaintFeedbackType: 'abuse',
      timestamp: AT,
      ...parts,
    },
    mail: mailOf(),
  },
});

const hear = (...events: readonly unknown[]) => batchOf(service.work, ...events);
const auditLines = async () => {
  const { items } = await service.listAuditOf(account, { limit: 100 });
  return items.filter(({ action }) => action === 'mail.suppressed');
};

describe('a bounce for good', () => {
  it('suppresses the address in any case, once, with one audit line that does not hold it', async () => {
    expect(await hear(bounce())).toEqual([]);
    expect(await hear(bounce(), bounce({ feedbackId: 'f-9' }))).toEqual([]);
    expect(await service.findSuppression(email.toUpperCase())).toEqual({
      email,
      cause: 'bounce',
      at: parseInstant(AT),
    });
    const lines = await auditLines();
    expect(lines).toMatchObject([{ by: 'ses', account, target: 'contact', reason: 'bounce' }]);
    expect(JSON.stringify(lines)).not.toContain(email);
  });

  it('is lifted by the owner; a later one suppresses again', async () => {
    await hear(bounce());
    await service.liftBounce(email);
    expect(await service.findSuppression(email)).toBeUndefined();
    await service.liftBounce(email);
    await hear(bounce({ timestamp: '2027-03-16T12:00:00.000Z' }));
    expect(await service.findSuppression(email)).toMatchObject({ cause: 'bounce' });
  });

  it('suppresses also where the mail names no account', async () => {
    expect(await hear(bounce({}, mailOf({})))).toEqual([]);
    expect(await service.findSuppression(email)).toMatchObject({ cause: 'bounce' });
  });
});

describe('a complaint', () => {
  it('suppresses the address for good, also after a bounce', async () => {
    await hear(bounce());
    await hear(complaint());
    await hear(bounce({ timestamp: '2027-03-16T12:00:00.000Z' }));
    await service.liftBounce(email);
    expect(await service.findSuppression(email)).toMatchObject({ cause: 'complaint' });
    expect((await auditLines()).map(({ reason }) => reason).sort()).toEqual(['bounce', 'complaint']);
  });
});

it.each([
  ['a transient bounce', () => bounce({ bounceType: 'Transient', bounceSubType: 'MailboxFull' })],
  ['a bounce of unknown kind', () => bounce({ bounceType: 'Undetermined' })],
  ['a reader who says "not spam"', () => complaint({ complaintFeedbackType: 'not-spam' })],
])('%s suppresses nothing', async (_, event) => {
  expect(await hear(event())).toEqual([]);
  expect(await service.findSuppression(email)).toBeUndefined();
});

it('what is neither a bounce nor a complaint is set aside with the reason', async () => {
  deadLetters.requests.length = 0;
  expect(await hear({ source: 'aws.ses', detail: { eventType: 'Delivery' } })).toEqual([]);
  expect(deadLetters.requests).toHaveLength(1);
  expect(deadLetters.requests[0]?.body).toContain('mail-feedback');
});
