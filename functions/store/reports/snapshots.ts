import type { AccountId } from '../../domain/accounts.ts';
import { type Quota, stateOf } from '../../domain/metering/quota.ts';
import { requireMeter } from '../../domain/meters.ts';
import { type Instant, iso } from '../../domain/time.ts';
import { SNAPSHOT_SK } from '../key-prefixes.ts';
import { ofAccount, snapshotKey } from '../keys.ts';
import { conditionalWrite } from '../table/conditional-write.ts';
import { type Listed, type ListPart, listItems } from '../table/list.ts';
import type { Transaction } from '../table/transaction.ts';

/**
 * A UsageSnapshot: an account's usage at a time. For display only; nothing is computed from it. A daily one is taken within
 * hours after midnight: `used` of counters is as of midnight, everything else as of `takenAt`.
 */
export interface Snapshot {
  readonly kind: 'daily' | 'close';
  /** The end of its day or period. */
  readonly at: Instant;
  readonly takenAt: Instant;
  readonly quotas: readonly SnapshotQuota[];
}

export type SnapshotQuota = Pick<
  Quota,
  'meter' | 'kind' | 'unit' | 'limit' | 'used' | 'reserved' | 'state' | 'period'
>;

/** Returns a snapshot's view of a quota, without the usage `since` the snapshot's time. */
export function snapshotQuota(quota: Quota, since = 0): SnapshotQuota {
  const { meter, kind, unit, limit, reserved, period } = quota;
  const used = quota.used - since;
  const isByUse = since > 0 && quota.state !== 'blocked' && quota.state !== 'overage';
  const state = isByUse ? stateOf(requireMeter(meter), used, limit) : quota.state;
  return { meter, kind, unit, limit, used, reserved, state, period };
}

/** Adds a snapshot to the transaction that updates its day's figures. */
export function addSnapshot(transaction: Transaction, account: AccountId, snapshot: Snapshot): void {
  transaction.put({ ...snapshotKey(account, snapshot.at, snapshot.kind), snapshot });
}

/** Saves a snapshot; the first one of a time and kind stays. One write, 1 WRU per started KB. */
export async function saveSnapshot(account: AccountId, snapshot: Snapshot): Promise<void> {
  await conditionalWrite({
    key: snapshotKey(account, snapshot.at, snapshot.kind),
    update: 'SET #snapshot = :snapshot',
    when: ['attribute_not_exists(pk)'],
    names: { '#snapshot': 'snapshot' },
    values: { ':snapshot': snapshot },
  });
}

/** Lists an account's snapshots from `from` (inclusive) to `to` (exclusive), newest first. */
export async function listSnapshots(
  account: AccountId,
  span: { readonly from?: Instant; readonly to?: Instant },
  part: ListPart,
): Promise<Listed<Snapshot>> {
  const { items, nextCursor } = await listItems({
    ...ofAccount(account, SNAPSHOT_SK),
    ...part,
    ...(span.from === undefined ? {} : { from: `${SNAPSHOT_SK}${iso(span.from)}` }),
    ...(span.to === undefined ? {} : { to: `${SNAPSHOT_SK}${iso(span.to)}` }),
  });
  return { items: items.map((item) => item.snapshot as Snapshot), nextCursor };
}
