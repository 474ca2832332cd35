import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import {
  type Balance,
  hasEndedOverage,
  limitOf,
  type Reservation,
  untouched,
} from '../../domain/metering/balances.ts';
import { storageMeter } from '../../domain/meters.ts';
import { type Overage, overageAllowance, redeemInGauge } from '../../domain/overage/overage.ts';
import { periodOf } from '../../domain/periods.ts';
import {
  applyObjectEvent,
  type ObjectEvent,
  ownerOf,
  type StoredObject,
} from '../../domain/storage/objects.ts';
import type { Instant } from '../../domain/time.ts';
import { type BalanceRef, keyOf, loadBalance } from '../balances/balances.ts';
import { objectKey, uploadKey, versionRange } from '../keys.ts';
import { objectsList } from '../list-keys.ts';
import { endGaugeMonth } from '../overage/gauge-month.ts';
import { table, tableName } from '../table/client.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { writeOverage, writeReservationItem } from '../table/items.ts';
import { itemsIn } from '../table/list.ts';
import { type Part, Transaction } from '../table/transaction.ts';
import { endOfReservation, findUpload, releaseReservation } from './uploads.ts';

export type ObjectOutcome =
  | { readonly kind: 'counted'; readonly bytes: number; readonly reserved: boolean }
  /** Known already, or older than the stored state. */
  | { readonly kind: 'stale' }
  /** The key has no account. */
  | { readonly kind: 'unowned' };

/**
 * Applies a storage event: the account's usage becomes what exists, even if events are repeated, late or out of order.
 * The first object of an upload ends its reservation in the same write, and releases what it did not need. A further
 * object under the same form has no reservation; its bytes are counted as unreserved.
 *
 * One transaction: the object on condition that it is unchanged since it was read, the balance, and the upload whose
 * reservation ends. Three reads, 4 WRU, or 6 with the upload.
 */
export async function recordObject(event: ObjectEvent, now: Instant): Promise<ObjectOutcome> {
  const owner = ownerOf(event.key);
  if (!owner) return { kind: 'unowned' };
  const { account, uploadId } = owner;
  const ref: BalanceRef = { account, meter: storageMeter(), period: periodOf(now) };
  return retryOnConflict(async () => {
    const [known, balance, upload] = await Promise.all([
      loadVersion(event),
      loadBalance(ref),
      findUpload(account, uploadId),
    ]);
    if (balance && hasEndedOverage(ref.meter, balance, now)) {
      await endGaugeMonth(account, ref.meter, now);
      return RETRY;
    }
    const isReserved = upload?.key === event.key && upload.releasedBy === null;
    const fulfils = isReserved && event.change === 'created';
    const next = applyObjectEvent(known, event, fulfils);
    if (!next) {
      // Even if the object is reported after its own deletion, it used the form.
      if (fulfils) await releaseReservation(ref, uploadId, 'object');
      return { kind: 'stale' } as const;
    }
    // A deletion does not end the reservation, because the form can still be used.
    const isSaved = await save(event, known, next, ref, balance, fulfils ? uploadId : null);
    return isSaved ? ({ kind: 'counted', bytes: next.bytes, reserved: next.reserved } as const) : RETRY;
  });
}

/** Loads every version that exists or existed under a key. One consistent Query per started MB. */
export async function loadVersions(bucket: string, key: string): Promise<StoredObject[]> {
  const versions: StoredObject[] = [];
  for await (const item of itemsIn(versionRange(bucket, key))) versions.push(item.object as StoredObject);
  return versions;
}

/** Loads the event's version. One consistent read. */
async function loadVersion({ bucket, key, version }: ObjectEvent): Promise<StoredObject | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: objectKey(bucket, key, version), ConsistentRead: true }),
  );
  return Item?.object as StoredObject | undefined;
}

/**
 * Writes the changes of an event. `uploadId`: the upload whose reservation ends with it. Returns false on a conflict.
 */
function save(
  event: ObjectEvent,
  known: StoredObject | undefined,
  next: StoredObject,
  ref: BalanceRef,
  balance: Balance | undefined,
  uploadId: string | null,
): Promise<boolean> {
  const grown = next.bytes - (known?.bytes ?? 0);
  const unreserved = (next.reserved ? 0 : next.bytes) - (known && !known.reserved ? known.bytes : 0);
  const hold = uploadId === null ? undefined : balance?.holds.get(uploadId);
  const transaction = new Transaction()
    .put(objectItem(ref.account, event, next), asRead(known))
    .update(keyOf(ref), growth(ref, balance, grown, unreserved, uploadId, hold?.amount ?? 0));
  if (uploadId !== null) {
    transaction
      .update(keyOf(ref), releaseWith(uploadId, hold))
      .update(uploadKey(ref.account, uploadId), endOfReservation('object'));
  }
  return transaction.commit();
}

const objectItem = (account: AccountId, event: ObjectEvent, next: StoredObject) => ({
  ...objectKey(event.bucket, event.key, event.version),
  object: next,
  listPk: objectsList(account),
  listSk: `${event.bucket}#${event.key}#${event.version}`,
});

const asRead = (known: StoredObject | undefined) =>
  known
    ? {
        when: ['#object.sequencer = :known'],
        names: { '#object': 'object' },
        values: { ':known': known.sequencer },
      }
    : { when: ['attribute_not_exists(pk)'] };

/** Changes the usage by the difference, and releases the reservation. */
function growth(
  ref: BalanceRef,
  balance: Balance | undefined,
  grown: number,
  unreserved: number,
  uploadId: string | null,
  released: number,
): Part {
  const confirmed = overageAfter(balance, uploadId, grown);
  return {
    set: [
      'used = if_not_exists(used, :zero) + :grown',
      '#left = if_not_exists(#left, :free) - :net',
      'rev = if_not_exists(rev, :zero)',
      'unreserved = if_not_exists(unreserved, :zero) + :unreserved',
      ...confirmed.set,
    ],
    when: confirmed.when,
    names: { '#left': 'left' },
    values: {
      ':zero': 0,
      ':free': untouched(ref.meter).left,
      ':grown': grown,
      ':net': grown - released - confirmed.more,
      ':unreserved': unreserved,
      ...confirmed.values,
    },
  };
}

/**
 * Removes the reservation on condition that it is unchanged since it was read; if there was none, that there is still
 * none.
 */
const releaseWith = (id: string, hold: Reservation | undefined): Part =>
  hold
    ? {
        remove: ['holds.#hold'],
        when: ['holds.#hold = :held'],
        names: { '#hold': id },
        values: { ':held': writeReservationItem(hold) },
      }
    : { when: ['attribute_not_exists(holds.#hold)'], names: { '#hold': id } };

/**
 * Returns the clauses that update the confirmed overage after a change of the stored bytes: its peak, and what a
 * reservation has used of withdrawn overage. `more`: regained capacity.
 */
function overageAfter(balance: Balance | undefined, uploadId: string | null, grown: number) {
  const [noOverage, noEnded] = ['attribute_not_exists(overage)', 'attribute_not_exists(endedOverage)'];
  if (!balance?.overage && !balance?.endedOverage)
    return { set: [], when: [noOverage, noEnded], values: {}, more: 0 };
  const { overage, endedOverage, used } = balance;
  const beyond = used + grown - limitOf(balance);
  const after = (confirmed: Overage) =>
    uploadId === null ? confirmed : redeemInGauge(confirmed, uploadId, grown, beyond);
  const redeemed = overage && after(overage);
  const ended = endedOverage && after(endedOverage);
  return {
    set: [...(redeemed ? ['overage = :overage'] : []), ...(ended ? ['endedOverage = :ended'] : [])],
    when: [
      'used = :used',
      overage ? 'overage = :confirmed' : noOverage,
      endedOverage ? 'endedOverage = :known' : noEnded,
    ],
    values: {
      ':used': used,
      ...(overage && redeemed
        ? {
            ':confirmed': writeOverage(overage),
            ':overage': writeOverage({ ...redeemed, peak: Math.max(redeemed.peak, beyond) }),
          }
        : {}),
      ...(endedOverage && ended
        ? { ':known': writeOverage(endedOverage), ':ended': writeOverage(ended) }
        : {}),
    },
    more: redeemed ? overageAllowance(redeemed) - overageAllowance(overage) : 0,
  };
}
