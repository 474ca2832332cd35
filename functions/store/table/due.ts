import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type Instant, iso } from '../../domain/time.ts';
import {
  type DeliveryShard,
  DUE_INDEX,
  type DueAttributes,
  type DueKind,
  dueAtOf,
  dueShardKey,
  type Key,
  readDueAt,
  type TaskKind,
} from '../keys.ts';
import { table, tableName } from './client.ts';
import { conditionalWrite } from './conditional-write.ts';

/** A due item, the kind of its task, and when it became due. */
export interface DueItem<Kind extends DueKind = DueKind> extends Key {
  readonly kind: Kind;
  readonly at: Instant;
  /** Failures since it was scheduled. */
  readonly tries: number;
}

/** A shard of due items: of the accounts' tasks, by number, or of deliveries. */
export type DueShard = number | DeliveryShard;
type KindIn<Shard extends DueShard> = Shard extends number ? TaskKind : 'delivery';

/** Postpones a task, unless it was changed meanwhile. Returns whether this call did it. One write. */
export async function putOff(item: DueItem, to: Instant, tries = item.tries): Promise<boolean> {
  const { pk, sk, kind, at } = item;
  const after = dueAtOf(to, kind, tries);
  const tried = await conditionalWrite<DueAttributes>({
    key: { pk, sk },
    update: 'SET dueAt = :to',
    when: ['dueAt = :seen'],
    values: { ':to': after, ':seen': dueAtOf(at, kind, item.tries) },
  });
  return tried.kind === 'done' || (tried.retried && tried.item?.dueAt === after);
}

/** Whether anything in a shard is due. One Query of one key: half a read unit. */
export async function hasDue(shard: DueShard, now: Instant): Promise<boolean> {
  return (await dueIn(shard, now, 1)).length > 0;
}

/**
 * Returns the due items of a shard, oldest first, at most `limit`. One Query of keys. The index is eventually
 * consistent, so items that were just processed or postponed may show again.
 */
export async function dueIn<Shard extends DueShard>(
  shard: Shard,
  now: Instant,
  limit: number,
): Promise<DueItem<KindIn<Shard>>[]> {
  const { Items = [] } = await table.send(
    new QueryCommand({
      TableName: tableName(),
      IndexName: DUE_INDEX,
      KeyConditionExpression: 'dueShard = :shard AND dueAt <= :latest',
      // Includes every kind at exactly this time: `~` sorts after all letters.
      ExpressionAttributeValues: {
        ':shard': typeof shard === 'number' ? dueShardKey(shard) : shard,
        ':latest': `${iso(now)}#~`,
      },
      Limit: limit,
    }),
  );
  return (Items as (Key & DueAttributes)[]).map(({ pk, sk, dueAt }) => ({
    pk,
    sk,
    ...(readTask(dueAt) as { kind: KindIn<Shard>; tries: number }),
    at: readDueAt(dueAt),
  }));
}

/** Parses what follows the time. */
function readTask(dueAt: string): { kind: string; tries: number } {
  const [kind = '', tries = '0'] = dueAt.slice(dueAt.lastIndexOf('#') + 1).split('~');
  return { kind, tries: Number(tries) };
}
