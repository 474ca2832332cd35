import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../domain/accounts.ts';
import { type Balance, limitOf, untouched } from '../domain/balances.ts';
import { storageMeter } from '../domain/meters.ts';
import {
  applyObjectEvent,
  holdAfter,
  type ObjectEvent,
  ownerOf,
  type StoredObject,
} from '../domain/objects.ts';
import { periodOf } from '../domain/periods.ts';
import type { Instant } from '../domain/time.ts';
import { removing, untilDecided } from './attempt.ts';
import { type BalanceRef, keyOf, loadBalance } from './balances.ts';
import { table, tableName } from './client.ts';
import { dropHold } from './holds.ts';
import { writeHold } from './items.ts';
import { objectKey, objectsList, versionRange } from './keys.ts';
import { itemsIn } from './range.ts';
import { lostTheRace } from './transaction.ts';
import { findUpload } from './uploads.ts';

export type ObjectOutcome =
  | { readonly kind: 'counted'; readonly bytes: number; readonly reserved: boolean }
  /** Older than what is known, or known itself. */
  | { readonly kind: 'stale' }
  /** The key says no account: nobody's bytes. */
  | { readonly kind: 'unowned' };

/**
 * Takes in what the storage says of one object: the account's use becomes what exists, whatever was told twice,
 * late or in another order. A reservation for the object ends with the same write.
 *
 * Two items change, so it is one transaction: the object on condition that it is as it was read, and the balance.
 * Three reads, 4 WRU.
 */
export async function recordObject(event: ObjectEvent, now: Instant): Promise<ObjectOutcome> {
  const owner = ownerOf(event.key);
  if (!owner) return { kind: 'unowned' };
  const { account, uploadId } = owner;
  const ref: BalanceRef = { account, meter: storageMeter(), period: periodOf(now) };
  return untilDecided(async () => {
    const [known, balance, upload] = await Promise.all([
      loadVersion(event),
      loadBalance(ref),
      findUpload(account, uploadId),
    ]);
    const isReserved = upload?.key === event.key;
    const next = applyObjectEvent(known, event, isReserved);
    const fulfils = isReserved && event.change === 'created';
    if (!next) {
      // Told after its own deletion, it still says that the form was used.
      if (fulfils && known?.state !== 'stored') await dropHold(ref, uploadId);
      return { kind: 'stale' } as const;
    }
    const grown = next.bytes - (known?.bytes ?? 0);
    const held = balance?.holds.get(uploadId)?.amount ?? 0;
    const until = upload?.expiresAt ?? now;
    // A deletion leaves the reservation be: the form may still be used.
    const kept = fulfils ? holdAfter(held, grown, now < until) : held;
    const isSaved = await save(event, known, next, ref, balance, { id: uploadId, held, kept, until });
    return isSaved ? ({ kind: 'counted', bytes: next.bytes, reserved: next.reserved } as const) : undefined;
  });
}

/** Every version that is or was under a key, as last told. One consistent Query for each started MB. */
export async function loadVersions(bucket: string, key: string): Promise<StoredObject[]> {
  const versions: StoredObject[] = [];
  for await (const item of itemsIn(versionRange(bucket, key))) versions.push(item.object as StoredObject);
  return versions;
}

/** What is known of the event's own version. One consistent read. */
async function loadVersion({ bucket, key, version }: ObjectEvent): Promise<StoredObject | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: objectKey(bucket, key, version), ConsistentRead: true }),
  );
  return Item?.object as StoredObject | undefined;
}

/** The reservation of the object's upload: how much it held, and how much it holds from now on. */
interface HoldChange {
  readonly id: string;
  readonly held: number;
  readonly kept: number;
  readonly until: Instant;
}

async function save(
  event: ObjectEvent,
  known: StoredObject | undefined,
  next: StoredObject,
  ref: BalanceRef,
  balance: Balance | undefined,
  hold: HoldChange,
): Promise<boolean> {
  const grown = next.bytes - (known?.bytes ?? 0);
  const unreserved = (next.reserved ? 0 : next.bytes) - (known && !known.reserved ? known.bytes : 0);
  try {
    await table.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: putObject(ref.account, event, known, next) },
          { Update: updateBalance(ref, balance, grown, unreserved, hold) },
        ],
      }),
    );
    return true;
  } catch (fault) {
    if (fault instanceof TransactionCanceledException && lostTheRace(fault)) return false;
    throw fault;
  }
}

const putObject = (
  account: AccountId,
  event: ObjectEvent,
  known: StoredObject | undefined,
  next: StoredObject,
) => ({
  TableName: tableName(),
  Item: {
    ...objectKey(event.bucket, event.key, event.version),
    object: next,
    listPk: objectsList(account),
    listSk: `${event.bucket}#${event.key}#${event.version}`,
  },
  ...(known
    ? {
        ConditionExpression: '#object.sequencer = :known',
        ExpressionAttributeNames: { '#object': 'object' },
        ExpressionAttributeValues: { ':known': known.sequencer },
      }
    : { ConditionExpression: 'attribute_not_exists(pk)' }),
});

function updateBalance(
  ref: BalanceRef,
  balance: Balance | undefined,
  grown: number,
  unreserved: number,
  hold: HoldChange,
) {
  const { id, held, kept, until } = hold;
  const peak = peakAfter(balance, grown);
  const isMoved = kept !== held;
  const [sets, removes] = kept > 0 ? [', holds.#hold = :kept', []] : ['', ['holds.#hold']];
  return {
    TableName: tableName(),
    Key: { ...keyOf(ref) },
    UpdateExpression: [
      'SET used = if_not_exists(used, :zero) + :grown, #left = if_not_exists(#left, :free) - :net',
      ', rev = if_not_exists(rev, :zero), unreserved = if_not_exists(unreserved, :zero) + :unreserved',
      peak === null ? '' : ', overage.peak = :peak',
      isMoved ? `${sets}${removing(removes)}` : '',
    ].join(''),
    ConditionExpression: [
      ...(isMoved ? [held > 0 ? 'holds.#hold[0] = :held' : 'attribute_not_exists(holds.#hold)'] : []),
      ...(peak === null ? ['attribute_not_exists(overage)'] : ['attribute_exists(overage)', 'used = :used']),
    ].join(' AND '),
    ExpressionAttributeNames: { '#left': 'left', ...(isMoved ? { '#hold': id } : {}) },
    ExpressionAttributeValues: {
      ':zero': 0,
      ':free': untouched(ref.meter).left,
      ':grown': grown,
      ':net': grown + kept - held,
      ':unreserved': unreserved,
      ...(peak === null ? {} : { ':peak': peak, ':used': balance?.used }),
      ...(isMoved && kept > 0 ? { ':kept': writeHold({ amount: kept, until }) } : {}),
      ...(isMoved && held > 0 ? { ':held': held } : {}),
    },
  };
}

/** How far beyond its limit the use has been, where that was confirmed and is charged; null where it was not. */
function peakAfter(balance: Balance | undefined, grown: number): number | null {
  if (!balance?.overage) return null;
  return Math.max(balance.overage.peak, balance.used + grown - limitOf(balance));
}
