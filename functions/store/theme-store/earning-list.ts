import type { AccountId } from '../../domain/accounts.ts';
import { type EarningLine, type EarningState, stateOfLine } from '../../domain/theme-store/earnings.ts';
import type { Instant } from '../../domain/time.ts';
import { cursorAt, readCursor } from '../table/cursor.ts';
import type { Listed, ListPart } from '../table/list.ts';
import { listEarnings, loadProvisional } from './earnings.ts';
import { earningLineKey } from './theme-keys.ts';

/** A line, or what will be one. */
export interface Earned {
  readonly line: EarningLine;
  readonly state: EarningState;
}

/** Which lines to list: of what was paid or given back from `from` (inclusive) to `to` (exclusive), as of `now`. */
interface EarnedWanted {
  readonly now: Instant;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

/**
 * A creator's lines with what waits to be shared out among them, as if it were now; the newest first. What is shared
 * out while somebody reads on keeps its place, because its line has the same id.
 */
export async function listEarned(
  creator: AccountId,
  { now, from, to, limit, cursor }: ListPart & EarnedWanted,
): Promise<Listed<Earned>> {
  // Before the lines: what is shared out in between is then in both, and counts as a line.
  const waiting = await loadProvisional(creator, now);
  const isWanted = ({ at }: EarningLine): boolean =>
    (from === undefined || at >= from) && (to === undefined || at < to);
  const listsAll = from === undefined && to === undefined;
  const lines = await listEarnings(creator, { limit, cursor }, listsAll ? undefined : isWanted);
  const placeOf = ({ lineId }: EarningLine): string => earningLineKey(creator, lineId).sk;
  // Whether it is of this list, the lines have said.
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
