import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import type { DomainEvent } from '../../domain/events.ts';
import { DAY, type Instant, iso, plus, seconds } from '../../domain/time.ts';
import { noteKey } from '../keys.ts';
import { notesList } from '../list-keys.ts';
import { table, tableName } from '../table/client.ts';
import { conditionalWrite } from '../table/conditional-write.ts';
import type { Listed, ListPart } from '../table/list.ts';
import { listAcross } from '../table/list-across.ts';

/** How long notifications are stored. */
const KEPT = 90 * DAY;

/** A domain event as its account sees it among its notifications. */
export type Note = Omit<DomainEvent, 'account'>;

/**
 * Stores an event as a notification of its account. A repeated event does not change the first one. One write, 2 WRU
 * per started KB with its list.
 */
export async function keepNote({ account, ...note }: DomainEvent): Promise<void> {
  await conditionalWrite({
    key: noteKey(account, note.id),
    update: 'SET note = :note, listPk = :list, listSk = :place, expiresAt = :ttl',
    when: ['attribute_not_exists(pk)'],
    values: {
      ':note': note,
      ':list': notesList(account),
      ':place': placeOf(note),
      ':ttl': seconds(plus(note.at, KEPT)),
    },
  });
}

/** Loads the notification of an event, even if it has expired. One consistent read. */
export async function findNote(account: AccountId, factId: string): Promise<Note | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: noteKey(account, factId), ConsistentRead: true }),
  );
  return Item?.note as Note | undefined;
}

const placeOf = ({ at, id }: Note): string => `${iso(at)}#${id}`;
const PLACE = /^\d{4}-[\dT:.-]+Z#evt_[0-9a-f]{32}$/;

/**
 * Lists an account's notifications of the last 90 days, newest first. Omits expired ones that are still stored. One
 * eventually consistent index Query.
 */
export async function listNotes(account: AccountId, part: ListPart, now: Instant): Promise<Listed<Note>> {
  const { items, nextCursor } = await listAcross({ listPk: notesList(account), place: PLACE, ...part });
  const notes = items.map(({ note }) => note as Note).filter(({ at }) => plus(at, KEPT) > now);
  // Sorted newest first: after an expired one, all have expired.
  return { items: notes, nextCursor: notes.length < items.length ? null : nextCursor };
}
