import type { AccountId } from '../../domain/accounts.ts';
import { type EarningLine, type EarningState, stateOfLine } from '../../domain/theme-store/earnings.ts';
import type { Instant } from '../../domain/time.ts';
import { cursorAt, readCursor } from '../table/cursor.ts';
import type { Listed, ListPart } from '../table/list.ts';
import { listEarnings, loadProvisional } from './earnings.ts';
import { earningLineKey } from './theme-keys.ts';

/** A ledger entry, or a provisional one. */
export interface Earned {
  readonly line: EarningLine;
  readonly state: EarningState;
}

/** Selects ledger entries of sales and refunds from `from` (inclusive) to `to` (exclusive), as of `now`. */
interface EarnedWanted {
  readonly now: Instant;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

/**
 * Lists a creator's ledger entries together with provisional ones, newest first. An entry that is allocated while
 * somebody pages keeps its place, because its id stays the same.
 */
export async function listEarned(
  creator: AccountId,
  { now, from, to, limit, cursor }: ListPart & EarnedWanted,
): Promise<Listed<Earned>> {
  // Read before the ledger entries: a sale allocated in between is in both, and the ledger entry is used.
  const waiting = await loadProvisional(creator, now);
  const isWanted = ({ at }: EarningLine): boolean =>
    (from === undefined || at >= from) && (to === undefined || at < to);
  const listsAll = from === undefined && to === undefined;
  const lines = await listEarnings(creator, { limit, cursor }, listsAll ? undefined : isWanted);
  const placeOf = ({ lineId }: EarningLine): string => earningLineKey(creator, lineId).sk;
  // The list of ledger entries has validated the cursor.
  const after = typeof cursor === 'string' ? readCursor(cursor, () => true) : undefined;
  const isLeft = (line: EarningLine): boolean => after === undefined || placeOf(line) < after;
  const known = new Set(lines.items.map(({ lineId }) => lineId));
  const all: Earned[] = [
    ...waiting
      .filter((line) => isWanted(line) && isLeft(line) && !known.has(line.lineId))
      .map((line) => ({ line, state: 'provisional' as const })),
    ...lines.items.map((line) => ({ line, state: stateOfLine(line, now) })),
  ].sort((a, b) => (a.line.lineId < b.line.lineId ? 1 : -1));
  const items = all.slice(0, limit);
  const last = items.at(-1);
  const goesOn = all.length > limit || lines.nextCursor !== null;
  return {
    items,
    nextCursor: goesOn && last ? cursorAt(placeOf(last.line)) : null,
  };
}
