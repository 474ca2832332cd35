import { randomUUID } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import { DAY, type Instant, MINUTE, plus, seconds } from '../../domain/time.ts';
import { type Actor, addAudit } from '../audit/audit.ts';
import { contactKey, mailKey } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { conditionalWrite } from '../table/conditional-write.ts';
import { Transaction } from '../table/transaction.ts';

/** Returns the address for an account's mail; null if it wants none. One consistent read. */
export async function findContact(account: AccountId): Promise<string | null> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: contactKey(account), ConsistentRead: true }),
  );
  return (Item?.email as string | null | undefined) ?? null;
}

/**
 * Saves the address for an account's mail. One transaction with its audit line, 4 WRU. The line is permanent, so it
 * does not contain the address.
 */
export async function saveContact(account: AccountId, email: string | null, actor: Actor): Promise<void> {
  const transaction = new Transaction();
  transaction.put({ ...contactKey(account), email });
  addAudit(transaction, {
    ...actor,
    id: `contact.${randomUUID()}`,
    action: email === null ? 'contact.removed' : 'contact.set',
    account,
    target: 'contact',
    reason: null,
  });
  await transaction.commit();
}

const RETENTION = 30 * DAY;
/** How long a call has for sending. Longer than a function may run. */
const CLAIM = MINUTE;

export type MailClaim =
  | { readonly kind: 'claimed'; readonly by: string }
  | { readonly kind: 'sent' }
  /** Another call is sending it, or crashed while doing so. Retry when the claim has expired. */
  | { readonly kind: 'being-sent' };

interface MailItem {
  readonly claim?: { readonly until: Instant; readonly by: string };
  readonly sentAt?: Instant;
}

/**
 * Claims the sending of one mail. One write, 1 WRU. Promise: without a crash it is sent once; after a crash between
 * sending and recording, a second time.
 */
export async function claimMail(account: AccountId, eventId: string, now: Instant): Promise<MailClaim> {
  const by = randomUUID();
  const { item } = await conditionalWrite<MailItem>({
    key: mailKey(account, eventId),
    update: 'SET claim = :claim, expiresAt = :ttl',
    when: ['attribute_not_exists(sentAt)', '(attribute_not_exists(claim) OR claim.#until <= :now)'],
    names: { '#until': 'until' },
    values: {
      ':claim': { until: plus(now, CLAIM), by },
      ':now': now,
      ':ttl': seconds(plus(now, RETENTION)),
    },
  });
  if (item?.claim?.by === by) return { kind: 'claimed', by };
  return item?.sentAt === undefined ? { kind: 'being-sent' } : { kind: 'sent' };
}

/** Records that the mail was sent, whichever worker has the claim by now. One write, 1 WRU. */
export async function recordSent(account: AccountId, eventId: string, now: Instant): Promise<void> {
  await conditionalWrite({
    key: mailKey(account, eventId),
    update: 'SET sentAt = if_not_exists(sentAt, :now) REMOVE claim',
    when: ['attribute_exists(pk)'],
    values: { ':now': now },
  });
}

/** Releases a claim after sending was refused, so that the retry need not wait. One write, 1 WRU. */
export async function releaseMailClaim(account: AccountId, eventId: string, by: string): Promise<void> {
  await conditionalWrite({
    key: mailKey(account, eventId),
    update: 'REMOVE claim',
    when: ['claim.#by = :by'],
    names: { '#by': 'by' },
    values: { ':by': by },
  });
}
