import { type CounterName, FREE, type Month, nextMonth, priceOf } from './terms.ts';

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

export interface Confirmed {
  readonly amount: number;
}

/**
 * A counter of one account. Every figure is recomputed from the first month on, from the uses and the changes of
 * grants, so it does not depend on when a month was opened or closed.
 */
export class Counter {
  readonly meter: CounterName;
  readonly confirmed = new Map<Month, Confirmed[]>();
  readonly #first: Month;
  readonly #used = new Map<Month, number>();
  readonly #grants: Grant[] = [];

  constructor(meter: CounterName, first: Month) {
    this.meter = meter;
    this.#first = first;
  }

  use(month: Month, amount: number): void {
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
    grant.changes.push({ kind: 'added', month, amount });
    grant.ends.push({ month, at: end });
  }

  /** Takes a term back, at most what is not burnt. */
  takeTerm(packId: string, month: Month, amount: number, end: number): void {
    const entry = this.month(month).grants.find(({ grant }) => grant.packId === packId);
    if (!entry) return;
    const taken = Math.min(amount, entry.amount - entry.burnt);
    entry.grant.changes.push({ kind: 'added', month, amount: -taken });
    entry.grant.ends.push({ month, at: end });
  }

  end(packId: string, month: Month): void {
    const entry = this.month(month).grants.find(({ grant }) => grant.packId === packId);
    entry?.grant.changes.push({ kind: 'ended', month, burnt: entry.burnt });
  }

  month(wanted: Month): BurntMonth {
    let left = new Map<Grant, number>();
    for (let month = this.#first; ; month = nextMonth(month)) {
      const burnt = this.#burn(month, left);
      if (month >= wanted) return burnt;
      left = new Map(
        burnt.grants.flatMap((each) => (each.ended ? [] : [[each.grant, each.amount - each.burnt]])),
      );
    }
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

  /** How far use may go beyond the limit in a month. */
  roomIn(month: Month): number {
    return (this.confirmed.get(month) ?? []).reduce((sum, { amount }) => sum + amount, 0);
  }

  /** The highest amount that a month can be charged with. Minor units. */
  capOf(month: Month): number {
    return (this.confirmed.get(month) ?? []).reduce(
      (sum, { amount }) => sum + priceOf(this.meter, amount),
      0,
    );
  }

  /** What so much use beyond the limit costs in a month. Minor units. */
  costOf(month: Month, beyond: number): number {
    return linesOf(this.meter, this.confirmed.get(month) ?? [], beyond).reduce((sum, each) => sum + each, 0);
  }

  /** Keeps confirmed what is used or reserved beyond the limit, and nothing else. */
  withdraw(month: Month, beyond: number): void {
    let rest = beyond;
    const kept = (this.confirmed.get(month) ?? []).flatMap(({ amount }) => {
      const stays = Math.min(rest, amount);
      rest -= stays;
      return stays > 0 ? [{ amount: stays }] : [];
    });
    this.confirmed.set(month, kept);
  }
}

/** What each confirmed part is charged, in the order of confirming. */
export function linesOf(
  meter: CounterName | 'storage',
  confirmed: readonly Confirmed[],
  beyond: number,
): number[] {
  let rest = beyond;
  return confirmed.flatMap(({ amount }) => {
    const charged = Math.min(rest, amount);
    rest -= charged;
    return charged > 0 ? [priceOf(meter, charged)] : [];
  });
}
