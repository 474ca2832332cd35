import { Confirmed } from './confirmed.ts';
import { type CounterName, FREE, type Month, nextMonth, previousMonth } from './terms.ts';

/** What happened to the grant that one pack gives of one counter. */
type GrantChange =
  | { readonly kind: 'added'; readonly month: Month; readonly amount: number }
  /** It kept what was burnt of it. */
  | { readonly kind: 'ended'; readonly month: Month; readonly burnt: number };

interface Grant {
  readonly packId: string;
  readonly packType: string;
  readonly changes: GrantChange[];
  /** When it ends, and the month from which that was known. */
  readonly ends: { readonly month: Month; readonly at: number }[];
}

/** One month of a counter, recomputed from what has happened. */
export interface BurntMonth {
  readonly limit: number;
  readonly used: number;
  readonly beyond: number;
  /** Grants that can be burnt in the month: what each begins with and what was burnt of it. */
  readonly grants: readonly {
    readonly grant: Grant;
    readonly amount: number;
    readonly burnt: number;
    readonly ended: boolean;
  }[];
}

/**
 * A counter of one account. Every figure is recomputed from the first month on, from the uses and the changes of
 * grants, so it does not depend on the order in which they came. The exception is a month that has begun while the one
 * before it is open: it has what was left by what was known.
 */
export class Counter {
  readonly meter: CounterName;
  readonly #first: Month;
  /** The first month that is not closed. */
  #open: Month;
  readonly #confirmed = new Map<Month, Confirmed>();
  /** Months that began while the one before them was open: what each pack had left then. */
  readonly #begun = new Map<Month, ReadonlyMap<Grant, number>>();
  readonly #used = new Map<Month, number>();
  readonly #grants: Grant[] = [];

  constructor(meter: CounterName, first: Month) {
    this.meter = meter;
    this.#first = first;
    this.#open = first;
  }

  use(month: Month, amount: number): void {
    this.begin(month);
    this.#used.set(month, this.usedIn(month) + amount);
  }

  usedIn(month: Month): number {
    return this.#used.get(month) ?? 0;
  }

  /** Adds a term's amount. A first term, a renewal and a pack that begins again are the same here. */
  add(
    pack: { readonly id: string; readonly packType: string },
    month: Month,
    amount: number,
    end: number,
  ): void {
    let grant = this.#grants.find((each) => each.packId === pack.id);
    if (!grant) {
      grant = { packId: pack.id, packType: pack.packType, changes: [], ends: [] };
      this.#grants.push(grant);
    }
    this.begin(month);
    grant.changes.push({ kind: 'added', month, amount });
    grant.ends.push({ month, at: end });
    this.#passOn(month);
  }

  /** Takes a term back, at most what is not burnt. Returns how much. */
  takeTerm(packId: string, month: Month, amount: number, end: number): number {
    this.begin(month);
    const entry = this.month(month).grants.find(({ grant }) => grant.packId === packId);
    if (!entry) return 0;
    const taken = Math.min(amount, entry.amount - entry.burnt);
    entry.grant.changes.push({ kind: 'added', month, amount: -taken });
    entry.grant.ends.push({ month, at: end });
    this.#passOn(month);
    return taken;
  }

  /** Ends a pack's grant: it keeps what is burnt of it. Returns how much is lost. */
  end(packId: string, month: Month): number {
    this.begin(month);
    const entry = this.month(month).grants.find(({ grant }) => grant.packId === packId);
    entry?.grant.changes.push({ kind: 'ended', month, burnt: entry.burnt });
    this.#passOn(month);
    return entry ? entry.amount - entry.burnt : 0;
  }

  month(wanted: Month): BurntMonth {
    let left: ReadonlyMap<Grant, number> = new Map();
    for (let month = this.#first; ; month = nextMonth(month)) {
      const burnt = this.#burn(month, this.#begun.get(month) ?? left);
      if (month >= wanted) return burnt;
      left = remainingOf(burnt);
    }
  }

  /** What each pack has left when a month begins now. */
  #leftBefore(month: Month): ReadonlyMap<Grant, number> {
    return remainingOf(this.month(previousMonth(month)));
  }

  #burn(month: Month, left: ReadonlyMap<Grant, number>): BurntMonth {
    const begun = this.#grants.flatMap((grant) => {
      const changes = grant.changes.filter((change) => change.month === month);
      if (!left.has(grant) && changes.length === 0) return [];
      let amount = left.get(grant) ?? 0;
      let ended = false;
      for (const change of changes) {
        if (change.kind === 'ended') amount = Math.min(amount, change.burnt);
        else amount = Math.max(0, amount + change.amount);
        ended = change.kind === 'ended';
      }
      const end = grant.ends.findLast((each) => each.month <= month)?.at ?? 0;
      return [{ grant, amount, ended, rank: ended ? 0 : end }];
    });
    begun.sort((a, b) => a.rank - b.rank || (a.grant.packId < b.grant.packId ? -1 : 1));
    const used = this.usedIn(month);
    let rest = Math.max(0, used - FREE[this.meter]);
    const grants = begun.map(({ grant, amount, ended }) => {
      const burnt = Math.min(rest, amount);
      rest -= burnt;
      return { grant, amount, burnt, ended };
    });
    const limit = FREE[this.meter] + grants.reduce((sum, { amount }) => sum + amount, 0);
    return { limit, used, beyond: rest, grants };
  }

  /** What is confirmed for a month. */
  confirmedIn(month: Month): Confirmed {
    const known = this.#confirmed.get(month) ?? new Confirmed(this.meter);
    this.#confirmed.set(month, known);
    return known;
  }

  confirm(month: Month, amount: number, now: number): void {
    this.begin(month);
    // What has lapsed meanwhile is over.
    if (!this.confirmedIn(month).isConfirmed(now)) this.#confirmed.set(month, new Confirmed(this.meter));
    this.confirmedIn(month).confirm(amount);
  }

  /**
   * Has a month begin, if nothing has touched it yet. While the month before is open it begins with what is left by
   * what is known, and later changes of that one do not show until its close.
   */
  begin(month: Month): void {
    if (month > this.#open && !this.#begun.has(month)) this.#begun.set(month, this.#leftBefore(month));
  }

  /**
   * Closes a month: the one after it has what is really left. Returns how much was taken there of what was thought to be
   * left and was not.
   */
  close(month: Month): number {
    this.#open = nextMonth(month);
    const known = this.#begun.get(this.#open);
    if (!known) return 0;
    const before = grantedIn(this.month(this.#open));
    this.#begun.delete(this.#open);
    const less = sumOf(known) - sumOf(this.#leftBefore(this.#open));
    return less - (before - grantedIn(this.month(this.#open)));
  }

  /** Passes a change of packs on to a month that an early event has begun. */
  #passOn(month: Month): void {
    const next = nextMonth(month);
    if (this.#begun.has(next)) this.#begun.set(next, this.#leftBefore(next));
  }
}

const sumOf = (left: ReadonlyMap<Grant, number>): number =>
  [...left.values()].reduce((sum, amount) => sum + amount, 0);

const grantedIn = ({ grants }: BurntMonth): number => grants.reduce((sum, { amount }) => sum + amount, 0);

const remainingOf = ({ grants }: BurntMonth): ReadonlyMap<Grant, number> =>
  new Map(grants.flatMap((each) => (each.ended ? [] : [[each.grant, each.amount - each.burnt] as const])));
