import type { Message } from './messages.ts';

/** A message in a queue. */
export interface Entry {
  message: Message;
  /** Epoch milliseconds; until then it is hidden. */
  visibleAt: number;
  /** Whether its worker has set `visibleAt`. */
  isTimed: boolean;
}

/** The order in which a queue delivers its messages. */
export interface Order {
  add(entry: Entry): void;
  remove(entry: Entry): void;
  /** Yields the messages that can be received at `now`, in the order of delivery. */
  ready(now: number): Iterable<Entry>;
}

/** The order of a standard queue: as sent, but groups without messages in flight come first, as in SQS's fair queues. */
export class FairOrder implements Order {
  readonly #entries = new Set<Entry>();

  add(entry: Entry): void {
    this.#entries.add(entry);
  }

  remove(entry: Entry): void {
    this.#entries.delete(entry);
  }

  *ready(now: number): Iterable<Entry> {
    const busy = new Set<string>();
    for (const { message, visibleAt } of this.#entries)
      if (visibleAt > now && message.receiveCount > 0 && message.groupId !== undefined)
        busy.add(message.groupId);
    const rest: Entry[] = [];
    for (const entry of this.#entries) {
      if (entry.visibleAt > now) continue;
      if (entry.message.groupId !== undefined && busy.has(entry.message.groupId)) rest.push(entry);
      else yield entry;
    }
    yield* rest;
  }
}

/** SQS's limit for one receive. */
const MOST_AT_ONCE = 10;

/**
 * The order of a FIFO queue (Amazon SQS Developer Guide, "FIFO queue delivery logic"): the messages of a group as sent, and none
 * while one of the group is in flight. As many messages of one group as possible come before those of the next. Groups take turns.
 */
export class GroupOrder implements Order {
  readonly #groups = new Map<string, Set<Entry>>();

  add(entry: Entry): void {
    const id = groupIn(entry);
    const group = this.#groups.get(id) ?? new Set();
    this.#groups.set(id, group.add(entry));
  }

  remove(entry: Entry): void {
    const id = groupIn(entry);
    const group = this.#groups.get(id);
    group?.delete(entry);
    if (group?.size === 0) this.#groups.delete(id);
  }

  *ready(now: number): Iterable<Entry> {
    for (const [id, group] of [...this.#groups]) {
      if (isLocked(group, now)) continue;
      this.#groups.delete(id);
      this.#groups.set(id, group);
      for (const entry of group) {
        // Not stored yet: later messages of the group wait for it.
        if (entry.visibleAt > now) break;
        yield entry;
      }
    }
  }
}

const groupIn = ({ message }: Entry): string => message.groupId ?? '';

/** Messages in flight were received together, from the front: they are among the first ten. */
function isLocked(group: ReadonlySet<Entry>, now: number): boolean {
  let place = 0;
  for (const { visibleAt } of group) {
    if (visibleAt > now) return true;
    place += 1;
    if (place === MOST_AT_ONCE) break;
  }
  return false;
}
