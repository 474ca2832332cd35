import type { AccountId } from '../../domain/accounts.ts';
import type { Correction } from '../../domain/metering/corrections.ts';
import type { Meter } from '../../domain/meters.ts';
import { type Day, type Hour, hourOf, type Instant } from '../../domain/time.ts';
import { correctionKey, correctionRange } from '../keys.ts';
import { itemsIn } from '../table/list.ts';
import { loadRecord, readRecord } from '../table/versioned.ts';

/** Identifies a counted event by what its sender sent. */
export interface EventRef {
  readonly account: AccountId;
  readonly meter: Meter;
  readonly source: string;
  readonly id: string;
  readonly at: Instant;
}

/** Loads the correction of an event. One consistent read. */
export const loadCorrection = ({ account, meter, at, source, id }: EventRef) =>
  loadRecord<Correction>(correctionKey(account, meter.name, hourOf(at), source, id));

/**
 * Reads the corrections of events from one hour (inclusive) to another (exclusive). One consistent Query per started
 * MB.
 */
export async function* correctionsIn(
  account: AccountId,
  meter: Meter,
  from: Hour,
  to: Hour,
): AsyncGenerator<Correction> {
  for await (const item of itemsIn(correctionRange(account, meter, from, to)))
    yield readRecord<Correction>(item).value;
}

/** First day of a period → the change of its balance by corrections. One consistent Query per started MB. */
export async function movedByCorrections(
  account: AccountId,
  meter: Meter,
  to: Instant,
): Promise<ReadonlyMap<Day, number>> {
  const moved = new Map<Day, number>();
  for await (const { period, moved: by } of correctionsIn(account, meter, hourOf(0 as Instant), hourOf(to)))
    moved.set(period, (moved.get(period) ?? 0) + by);
  return moved;
}
