import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import type { DomainEvent } from '../../domain/events.ts';
import { DAY, type Instant, iso, plus, seconds } from '../../domain/time.ts';
import { notificationKey } from '../keys.ts';
import { notificationsList } from '../list-keys.ts';
import { table, tableName } from '../table/client.ts';
import { conditionalWrite } from '../table/conditional-write.ts';
import type { Listed, ListPart } from '../table/list.ts';
import { listAcross } from '../table/list-across.ts';

/** How long notifications are stored. */
const RETENTION = 90 * DAY;

/** A domain event as its account sees it among its notifications. */
export type Notification = Omit<DomainEvent, 'account'>;

/**
 * Stores an event as a notification of its account. A repeated event does not change the first one. One write, 2 WRU
 * per started KB with its list.
 */
export async function saveNotification({ account, ...note }: DomainEvent): Promise<void> {
  await conditionalWrite({
    key: notificationKey(account, note.id),
    update: 'SET note = :note, listPk = :list, listSk = :place, expiresAt = :ttl',
    when: ['attribute_not_exists(pk)'],
    values: {
      ':note': note,
      ':list': notificationsList(account),
      ':place': placeOf(note),
      ':ttl': seconds(plus(note.at, RETENTION)),
    },
  });
}

/** Loads the notification of an event, even if it has expired. One consistent read. */
export async function findNotification(
  account: AccountId,
  eventId: string,
): Promise<Notification | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: notificationKey(account, eventId), ConsistentRead: true }),
  );
  return Item?.note as Notification | undefined;
}

const placeOf = ({ at, id }: Notification): string => `${iso(at)}#${id}`;
const PLACE = /^\d{4}-[\dT:.-]+Z#evt_[0-9a-f]{32}$/;

/**
 * Lists an account's notifications of the last 90 days, newest first. Omits expired ones that are still stored. One
 * eventually consistent index Query.
 */
export async function listNotifications(
  account: AccountId,
  part: ListPart,
  now: Instant,
): Promise<Listed<Notification>> {
  const { items, nextCursor } = await listAcross({
    listPk: notificationsList(account),
    place: PLACE,
    ...part,
  });
  const notes = items.map(({ note }) => note as Notification).filter(({ at }) => plus(at, RETENTION) > now);
  // Sorted newest first: after an expired one, all have expired.
  return { items: notes, nextCursor: notes.length < items.length ? null : nextCursor };
}
