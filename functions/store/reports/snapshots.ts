import type { AccountId } from '../../domain/accounts.ts';
import type { Quota } from '../../domain/metering/quota.ts';
import { type Instant, iso } from '../../domain/time.ts';
import { SNAPSHOT_SK } from '../key-prefixes.ts';
import { ofAccount, snapshotKey } from '../keys.ts';
import { conditionalWrite } from '../table/conditional-write.ts';
import { type Listed, type ListPart, listItems } from '../table/list.ts';
import type { Transaction } from '../table/transaction.ts';

/** What an account had used at a moment: the UsageSnapshot. A picture to look at; nothing is computed from it. */
export interface Snapshot {
  readonly kind: 'daily' | 'close';
  /** The end of the day, or of the period, that it is of. */
  readonly at: Instant;
  readonly takenAt: Instant;
  readonly quotas: readonly SnapshotQuota[];
}

export type SnapshotQuota = Pick<
  Quota,
  'meter' | 'kind' | 'unit' | 'limit' | 'used' | 'reserved' | 'state' | 'period'
>;

export const snapshotQuota = (quota: Quota): SnapshotQuota => {
  const { meter, kind, unit, limit, used, reserved, state, period } = quota;
  return { meter, kind, unit, limit, used, reserved, state, period };
};

/** Puts a snapshot into the transaction that its day's figures are moved by. */
export function addSnapshot(transaction: Transaction, account: AccountId, snapshot: Snapshot): void {
  transaction.put({ ...snapshotKey(account, snapshot.at, snapshot.kind), snapshot });
}

/** Keeps a snapshot; the first of its moment and kind stands. One write, 1 WRU a started KB. */
export async function saveSnapshot(account: AccountId, snapshot: Snapshot): Promise<void> {
  await conditionalWrite({
    key: snapshotKey(account, snapshot.at, snapshot.kind),
    update: 'SET #snapshot = :snapshot',
    when: ['attribute_not_exists(pk)'],
    names: { '#snapshot': 'snapshot' },
    values: { ':snapshot': snapshot },
  });
}

/** An account's snapshots of moments from `from` (inclusive) to `to` (exclusive), the newest first. */
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
