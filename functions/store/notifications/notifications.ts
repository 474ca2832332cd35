import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import type { DomainEvent } from '../../domain/events.ts';
import { DAY, type Instant, iso, plus, seconds } from '../../domain/time.ts';
import { noteKey, notesList } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { conditionalWrite } from '../table/conditional-write.ts';
import type { Listed, ListPart } from '../table/list.ts';
import { listAcross } from '../table/list-across.ts';

/** How long an account finds what it was told. */
const KEPT = 90 * DAY;

/** A fact as its account finds it among its notifications. */
export type Note = Omit<DomainEvent, 'account'>;

/**
 * Keeps a fact for its account to find. Told again, the fact stays as it was told first. One write, 2 WRU a started
 * KB with the list it stands on.
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

/** The notification of an event, whether or not it has expired. One consistent read. */
export async function findNote(account: AccountId, factId: string): Promise<Note | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: noteKey(account, factId), ConsistentRead: true }),
  );
  return Item?.note as Note | undefined;
}

const placeOf = ({ at, id }: Note): string => `${iso(at)}#${id}`;
const PLACE = /^\d{4}-[\dT:.-]+Z#evt_[0-9a-f]{32}$/;

/**
 * What an account was told in the last 90 days, the newest first. A Query of an index that follows by moments.
 * What fades is left out, whether or not it was cleared away.
 */
export async function listNotes(account: AccountId, part: ListPart, now: Instant): Promise<Listed<Note>> {
  const { items, nextCursor } = await listAcross({ listPk: notesList(account), place: PLACE, ...part });
  const notes = items.map(({ note }) => note as Note).filter(({ at }) => plus(at, KEPT) > now);
  // The newest come first: after one that has faded, all have.
  return { items: notes, nextCursor: notes.length < items.length ? null : nextCursor };
}
