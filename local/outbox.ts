import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { iso } from '../functions/domain/time.ts';
import { now } from '../functions/runtime/clock.ts';
import { ACCOUNT, REGION } from './environment.ts';
import { setAside, writeWhole } from './files.ts';
import { readBody, type Serve, sendJson } from './http/answers.ts';

const PATH = '/ses/v2/email/outbound-emails';

const textSchema = z.object({ Data: z.string(), Charset: z.string().optional() });
const emailSchema = z.object({
  FromEmailAddress: z.string().min(1),
  EmailTags: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
  Destination: z.object({ ToAddresses: z.array(z.string().min(1)).min(1).max(50) }),
  Content: z.object({
    Simple: z.object({ Subject: textSchema, Body: z.object({ Text: textSchema }) }),
  }),
});

export interface Mail {
  readonly messageId: string;
  readonly to: readonly string[];
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  /** Business time. */
  readonly at: string;
}

/** Collects the local stack's mail instead of sending it. Stores it as JSON lines in `home`; null stores nothing. */
export class Outbox {
  readonly #file: string | null;
  readonly #mails: Mail[];

  constructor(home: string | null) {
    this.#file = home === null ? null : join(home, 'outbox.jsonl');
    this.#mails = this.#file === null ? [] : mailsIn(this.#file);
  }

  add(mail: Omit<Mail, 'messageId' | 'at'>): Mail {
    const added = { messageId: randomUUID(), ...mail, at: iso(now()) };
    if (this.#file !== null) appendFileSync(this.#file, lineOf(added), { flush: true });
    this.#mails.push(added);
    return added;
  }

  /** Returns the mail, newest first. */
  list(): Mail[] {
    return this.#mails.toReversed();
  }
}

/**
 * Serves SES's SendEmail (v2) for simple messages, as `@aws-sdk/client-sesv2` sends them. For the addresses of SES's
 * mailbox simulator it reports a bounce or a complaint to `report`, in EventBridge's format.
 */
export function sesEndpoint(outbox: Outbox, report: (event: string) => Promise<unknown>): Serve {
  return async (request, response, path) => {
    if (request.method !== 'POST' || path !== PATH) return false;
    const email = emailSchema.safeParse(JSON.parse((await readBody(request))?.toString() ?? 'null'));
    if (!email.success) {
      response.setHeader('x-amzn-errortype', 'BadRequestException');
      return sendJson(response, 400, { message: z.prettifyError(email.error) });
    }
    const { FromEmailAddress: from, Destination, Content, EmailTags } = email.data;
    const { Subject, Body } = Content.Simple;
    const mail = outbox.add({
      to: Destination.ToAddresses,
      from,
      subject: Subject.Data,
      text: Body.Text.Data,
    });
    const tags = Object.fromEntries(EmailTags.map(({ Name, Value }) => [Name, [Value]]));
    for (const address of mail.to) {
      const event = feedbackOf(address, { messageId: mail.messageId, destination: mail.to, tags });
      if (event) await report(JSON.stringify(event));
    }
    return sendJson(response, 200, { MessageId: mail.messageId });
  };
}

/**
 * Returns the report for an address (Amazon SES Developer Guide, "Using the mailbox simulator"); null for addresses
 * that accept mail.
 */
function feedbackOf(emailAddress: string, mail: object): object | null {
  const timestamp = new Date().toISOString();
  const feedbackId = randomUUID();
  const event = (type: string, detail: object) => ({
    version: '0',
    id: randomUUID(),
    'detail-type': type,
    source: 'aws.ses',
    account: ACCOUNT,
    time: timestamp,
    region: REGION,
    resources: [],
    detail: { ...detail, mail: { timestamp, ...mail } },
  });
  if (/^bounce(\+.*)?@simulator\.amazonses\.com$/i.test(emailAddress))
    return event('Email Bounced', {
      eventType: 'Bounce',
      bounce: {
        feedbackId,
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: [{ emailAddress, action: 'failed', status: '5.1.1' }],
        timestamp,
      },
    });
  if (/^complaint(\+.*)?@simulator\.amazonses\.com$/i.test(emailAddress))
    return event('Email Complaint Received', {
      eventType: 'Complaint',
      complaint: { feedbackId, complainedRecipients: [{ emailAddress }], timestamp },
    });
  return null;
}

const lineOf = (mail: Mail): string => `${JSON.stringify(mail)}\n`;

/**
 * Reads the mail in a file. Moves a damaged file aside and rewrites its readable lines, so that the next mail is not
 * appended to half a line.
 */
function mailsIn(file: string): Mail[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n');
  const isCut = lines.pop() !== '';
  const mails = lines.flatMap((line) => mailIn(line) ?? []);
  if (!isCut && mails.length === lines.length) return mails;
  setAside(file, 'Mail whose line cannot be read is not shown.');
  writeWhole(file, mails.map(lineOf).join(''));
  return mails;
}

const mailSchema = z.object({
  messageId: z.string(),
  to: z.array(z.string()),
  from: z.string(),
  subject: z.string(),
  text: z.string(),
  at: z.string(),
});

function mailIn(line: string): Mail | null {
  try {
    return mailSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
