import { createHash } from 'node:crypto';
import type { AccountId } from '../domain/accounts.ts';
import type { Meter } from '../domain/meters.ts';
import type { Period } from '../domain/periods.ts';
import type { Hour } from '../domain/time.ts';

/**
 * Every key and access pattern of the single table, on one page.
 *
 * | item                   | pk                    | sk                            | read by |
 * |------------------------|-----------------------|-------------------------------|---------|
 * | Balance of a counter   | A#<account>           | BAL#<period's first day>#<meter> | Get; one Query for all quotas |
 * | Balance of a gauge     | A#<account>           | BAL#GAUGE#<meter>             | the same |
 * | Slots                  | A#<account>           | BAL#SLOTS#<meter>             | the same |
 * | Page of counted events | A#<account>           | USE#<meter>#<hour>[:<minute>[:<second>[#<hash>]]] | BatchGet by path; Query by time |
 * | Failed event           | A#<account>           | FAIL#<source, id>             | Get |
 * | Upload                 | A#<account>           | UPL#<uploadId>                | Get |
 * | Idempotency record     | A#<account>           | IDEM#<operation>                   | Get |
 * | Stored object          | O#<bucket>#<key>      | V#<version>                   | Query |
 */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

const accountPk = (account: AccountId): string => `A#${account}`;
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** The balance a meter is decided on. A counter has one a period, the others one for good. */
export function balanceKey(account: AccountId, meter: Meter, period: Period): Key {
  const scope = { counter: period.day, gauge: 'GAUGE', slots: 'SLOTS' }[meter.kind];
  return { pk: accountPk(account), sk: `BAL#${scope}#${meter.name}` };
}

/** What one Query reads to answer all quotas: the running period's counters, the gauges, the slots. */
export function balanceRange(account: AccountId, period: Period): { pk: string; from: string; to: string } {
  return { pk: accountPk(account), from: `BAL#${period.day}`, to: 'BAL#~' };
}

/** A page of counted events. `path` starts with the hour, so that a range of hours is a range of keys. */
export const pageKey = (account: AccountId, meter: Meter, path: string): Key => ({
  pk: accountPk(account),
  sk: `USE#${meter.name}#${path}`,
});

/** All pages of the hours from `from` (inclusive) to `to` (exclusive). */
export function pageRange(account: AccountId, meter: Meter, from: Hour, to: Hour) {
  const prefix = `USE#${meter.name}#`;
  return { pk: accountPk(account), from: `${prefix}${from}`, to: `${prefix}${to}`, prefix };
}

export const failedEventKey = (account: AccountId, source: string, id: string): Key => ({
  pk: accountPk(account),
  sk: `FAIL#${digest(`${source}\n${id}`)}`,
});

export const uploadKey = (account: AccountId, uploadId: string): Key => ({
  pk: accountPk(account),
  sk: `UPL#${uploadId}`,
});

/** The first half of an operation's id is its key's; the second half says which use of the key it was. */
export const operationKey = (account: AccountId, operationId: string): Key => ({
  pk: accountPk(account),
  sk: `IDEM#${operationId.slice(0, 16)}`,
});

const objectPartition = (bucket: string, key: string): string => `O#${bucket}#${key}`;

export const objectKey = (bucket: string, key: string, version: string): Key => ({
  pk: objectPartition(bucket, key),
  sk: `V#${version}`,
});

/** Every version that is or was under a key. */
export const versionRange = (bucket: string, key: string) => ({
  pk: objectPartition(bucket, key),
  from: 'V#',
  to: 'V#~',
});
