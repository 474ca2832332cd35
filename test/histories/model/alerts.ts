import type { Counter } from './counter.ts';
import type { Release, Slots } from './slots.ts';
import type { Storage } from './storage.ts';
import { COUNTERS, type CounterName, type Month, nextMonth } from './terms.ts';

/** What of an account raises alerts. */
interface Watched {
  readonly now: number;
  readonly openMonth: Month;
  readonly counters: Readonly<Record<CounterName, Counter>>;
  readonly storage: Storage;
  readonly slots: Slots;
}

/** A notification that an account has to find. */
interface Alert {
  readonly type: string;
  readonly at: number;
  /** The releases that it lists, if it is about slots. */
  readonly releases: readonly Release[];
}

/** The notifications that an account has to find, with the time of each. */
export class Alerts {
  readonly sent: Alert[] = [];
  readonly #account: Watched;
  /** Thresholds that have alerted and were not clearly below since. */
  readonly #fired = new Set<string>();

  constructor(account: Watched) {
    this.#account = account;
  }

  add(type: string, releases: readonly Release[] = []): void {
    this.sent.push({ type, at: this.#account.now, releases });
  }

  /** Makes a change, and adds an alert for each threshold that a quota reached by it. */
  watch(change: () => void): void {
    const before = this.#uses();
    change();
    for (const [name, use] of this.#uses()) {
      const old = before.get(name) ?? { ...use, used: 0 };
      if (this.#isReached(name, WARNING, old, use)) this.add('quota.warning');
      if (!this.#isReached(name, EXCEEDED, old, use)) continue;
      this.add('quota.exceeded');
      if (use.hasOverage && !use.isConfirmed) this.add('overage.confirmation-required');
    }
  }

  /** Whether a threshold is reached by a change and alerts: once, until use was clearly below it. */
  #isReached(name: string, percent: number, before: Use, after: Use): boolean {
    const threshold = `${name} ${percent}`;
    if (isBelow(before, percent - REARM_POINTS)) this.#fired.delete(threshold);
    if (!isBelow(before, percent) || isBelow(after, percent) || this.#fired.has(threshold)) return false;
    this.#fired.add(threshold);
    return true;
  }

  #uses(): Map<string, Use> {
    const { counters, storage, slots, now, openMonth } = this.#account;
    const uses = new Map<string, Use>();
    for (const meter of COUNTERS)
      for (let i = 0, month = openMonth; i < 3; i += 1, month = nextMonth(month)) {
        const { used, limit } = counters[meter].month(month);
        const isConfirmed = counters[meter].confirmedIn(month).isConfirmed(now);
        uses.set(`${meter} ${month}`, { used, limit, isConfirmed, hasOverage: true });
      }
    uses.set('storage', {
      used: storage.used,
      limit: storage.limit,
      isConfirmed: storage.confirmed.isConfirmed(now),
      hasOverage: true,
    });
    const held = slots.heldAt(now).length;
    uses.set('jobSlots', { used: held, limit: slots.limit, isConfirmed: false, hasOverage: false });
    return uses;
  }
}

const WARNING = 80;
const EXCEEDED = 100;
/** How far below a threshold use must have been before it alerts again, in percentage points of the limit. */
const REARM_POINTS = 5;

interface Use {
  readonly used: number;
  readonly limit: number;
  /** Whether use beyond the limit is confirmed. */
  readonly isConfirmed: boolean;
  readonly hasOverage: boolean;
}

const isBelow = ({ used, limit }: Pick<Use, 'used' | 'limit'>, percent: number): boolean =>
  BigInt(used) * 100n < BigInt(limit) * BigInt(percent);

/** 0 below 80 percent of a limit, 1 from there, 2 from the limit on. */
export function levelOf(used: number, limit: number): 0 | 1 | 2 {
  if (!isBelow({ used, limit }, EXCEEDED)) return 2;
  return isBelow({ used, limit }, WARNING) ? 0 : 1;
}
