import { type MeterName, priceOf } from './terms.ts';

/** A part of what was confirmed with one quote. */
interface Part {
  readonly quote: number;
  readonly amount: number;
}

/** A reservation that is open. */
export interface Open {
  readonly id: string;
  readonly amount: number;
  readonly until: number;
}

/** What was withdrawn, or has ended with its month, but may still be used by reservations that were open then. */
interface Pledge {
  parts: Part[];
  /** By reservation: how much it may still use. */
  readonly holds: Map<string, Open>;
}

const sizeOf = (parts: readonly Part[]): number => parts.reduce((sum, { amount }) => sum + amount, 0);

/** Splits parts at an amount, in the order of confirming. */
function split(parts: readonly Part[], at: number): [first: Part[], rest: Part[]] {
  let left = Math.max(0, at);
  const [first, rest]: [Part[], Part[]] = [[], []];
  for (const { quote, amount } of parts) {
    const taken = Math.min(left, amount);
    left -= taken;
    if (taken > 0) first.push({ quote, amount: taken });
    if (taken < amount) rest.push({ quote, amount: amount - taken });
  }
  return [first, rest];
}

/** Use beyond the limit that was confirmed of one meter for one month. */
export class Confirmed {
  readonly #meter: MeterName;
  #quotes = 0;
  #parts: Part[] = [];
  #pledge: Pledge = { parts: [], holds: new Map() };
  /** The furthest that storage was beyond its limit since the confirmation. */
  furthest = 0;

  constructor(meter: MeterName) {
    this.#meter = meter;
  }

  confirm(amount: number): void {
    this.#quotes += 1;
    this.#parts.push({ quote: this.#quotes, amount });
  }

  /** How far any use may go beyond the limit. */
  get room(): number {
    return sizeOf(this.#parts);
  }

  /** Whether anything is confirmed at a moment: reservations that have lapsed use nothing. */
  isConfirmed(now: number): boolean {
    return this.room > 0 || this.#pledgedAt(now).length > 0;
  }

  /** Whether nothing was confirmed, or nothing is left of it. */
  get isEmpty(): boolean {
    return this.#parts.length === 0 && this.#pledge.parts.length === 0;
  }

  #pledgedAt(now: number): readonly Part[] {
    return [...this.#pledge.holds.values()].some(({ until }) => until > now) ? this.#pledge.parts : [];
  }

  /** The highest amount that the month can be charged with. Minor units. */
  capAt(now: number): number {
    return this.#priceOf([...this.#parts, ...this.#pledgedAt(now)]);
  }

  /** What so much use beyond the limit costs. Minor units. */
  costOf(beyond: number): number {
    return this.#priceOf(split(this.#parts, beyond)[0]);
  }

  /** Each quote is priced by its own started blocks, however many parts of it are there. */
  #priceOf(parts: readonly Part[]): number {
    const byQuote = new Map<number, number>();
    for (const { quote, amount } of parts) byQuote.set(quote, (byQuote.get(quote) ?? 0) + amount);
    return [...byQuote.values()].reduce((sum, amount) => sum + priceOf(this.#meter, amount), 0);
  }

  /**
   * Keeps what is used beyond the limit, and for open reservations what they use of it: `beyondWithOpen` is how far
   * the use goes with all of them.
   */
  withdraw(beyond: number, open: readonly Open[], beyondWithOpen: number): void {
    const [kept, unused] = split(this.#parts, beyond);
    this.#parts = kept;
    const [pledged] = split([...unused, ...this.#pledge.parts], beyondWithOpen - beyond);
    this.#pledge = { parts: pledged, holds: new Map(open.map((each) => [each.id, each])) };
    this.#dropEmptyPledge();
  }

  /** An open reservation was used, which left the use so far beyond the limit: its part is confirmed for good. */
  use(id: string, amount: number, beyond: number): void {
    const hold = this.#pledge.holds.get(id);
    if (!hold) return;
    const [used, unused] = split(this.#pledge.parts, Math.min(amount, hold.amount, beyond));
    this.#parts.push(...used);
    this.#pledge.parts = unused;
    this.#pledge.holds.delete(id);
    if (amount < hold.amount) this.#pledge.holds.set(id, { ...hold, amount: hold.amount - amount });
    this.furthest = Math.max(this.furthest, Math.min(beyond, this.furthest + sizeOf(used)));
    this.#dropEmptyPledge();
  }

  #dropEmptyPledge(): void {
    if (this.#pledge.parts.length === 0 || this.#pledge.holds.size === 0)
      this.#pledge = { parts: [], holds: new Map() };
  }

  /** When the last lease of the reservations ends that may still use it; null without any. */
  get pledgedUntil(): number | null {
    const ends = [...this.#pledge.holds.values()].map(({ until }) => until);
    return ends.length === 0 ? null : Math.max(...ends);
  }
}
