import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { openServer } from '../../local/http/server.ts';
import { Outbox, sesEndpoint } from '../../local/outbox.ts';
import { testFolder } from './folder.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const folder = testFolder();
const outbox = new Outbox(folder);
const server = await openServer(0);
const reports: { detail: Record<string, unknown> }[] = [];
server.answerWith([sesEndpoint(outbox, async (event) => reports.push(JSON.parse(event)))]);
const ses = new SESv2Client({
  endpoint: `${server.url}/ses`,
  region: 'us-east-1',
  credentials: { accessKeyId: 'desk', secretAccessKey: 'desk' },
});
const mail = (subject: string) =>
  new SendEmailCommand({
    FromEmailAddress: 'billing@desk.real-deal.dev',
    Destination: { ToAddresses: ['anna@example.org'] },
    Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: 'Grüße' } } } },
  });

afterAll(async () => {
  ses.destroy();
  await server.stop();
});

describe('the outbox, for the real SES client', () => {
  it('stores what is sent, newest first, also across restarts', async () => {
    const first = await ses.send(mail('first'));
    const second = await ses.send(mail('second'));
    const sent = (subject: string, messageId: string | undefined) => ({
      messageId,
      to: ['anna@example.org'],
      from: 'billing@desk.real-deal.dev',
      subject,
      text: 'Grüße',
      at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    const expected = [sent('second', second.MessageId), sent('first', first.MessageId)];
    expect(outbox.list()).toEqual(expected);
    appendFileSync(join(folder, 'outbox.jsonl'), '{"half');
    const later = new Outbox(folder);
    expect(later.list()).toEqual(expected);
    // Half a line must not take the next mail with it.
    later.add({ to: ['anna@example.org'], from: 'b@example.org', subject: 'third', text: 't' });
    expect(new Outbox(folder).list().map(({ subject }) => subject)).toEqual(['third', 'second', 'first']);
  });

  it('refuses a mail without a recipient', async () => {
    const nobody = mail('lost');
    nobody.input.Destination = { ToAddresses: [] };
    await expect(ses.send(nobody)).rejects.toMatchObject({ name: 'BadRequestException' });
    expect(outbox.list()).toHaveLength(2);
  });

  it.each([
    ['bounce@simulator.amazonses.com', 'Bounce'],
    ['complaint+1@simulator.amazonses.com', 'Complaint'],
  ])('reports what becomes of a mail to %s', async (address, eventType) => {
    reports.length = 0;
    const command = mail('hello');
    command.input.Destination = { ToAddresses: [address] };
    command.input.EmailTags = [{ Name: 'account', Value: 'user_001' }];
    const { MessageId } = await ses.send(command);
    expect(reports.map(({ detail }) => detail)).toMatchObject([
      { eventType, mail: { messageId: MessageId, tags: { account: ['user_001'] } } },
    ]);
  });

  it('stores nothing in a local stack in memory', () => {
    const fleeting = new Outbox(null);
    fleeting.add({ to: ['a@example.org'], from: 'b@example.org', subject: 's', text: 't' });
    expect([fleeting.list().length, new Outbox(null).list().length]).toEqual([1, 0]);
  });
});
