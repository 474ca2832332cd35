/**
 * What an account comes to by the rules as people read them, computed anew from what has happened: months, packs,
 * use. It shares no line with the service.
 */

const GB = 1_000_000_000;
const DAY = 86_400_000;

export const FREE: Readonly<Record<string, number>> = {
  storage: 2 * GB,
  bandwidth: 5 * GB,
  transcoding: 3_600,
  jobSlots: 2,
};
export const COUNTERS = ['bandwidth', 'transcoding'] as const;
const PRICE_PER_GB = 80;

export type Month = string;
export const monthOf = (at: number): Month => new Date(at).toISOString().slice(0, 7);
const endOf = (month: Month): number => Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1);

export interface PlainPack {
  readonly purchaseId: string;
  readonly packType: string;
  readonly grants: Readonly<Record<string, number>>;
  readonly charges: string[];
  state: 'active' | 'expiring' | 'expired' | 'refunded';
  /** When it ends, and from which month on that has been so. */
  readonly ends: { readonly month: Month; readonly at: number }[];
  /** In which months a term's amount was added. */
  readonly added: Month[];
  ended: { readonly month: Month; readonly kept: Readonly<Record<string, number>> } | null;
}

export interface PlainCharge {
  readonly chargeId: string | null;
  readonly type: string;
  readonly amount: number;
  readonly of?: string;
  readonly at: number;
  status: string;
  refunded: number;
}

interface Burnt {
  readonly limit: number;
  readonly used: number;
  readonly beyond: number;
  readonly begins: ReadonlyMap<PlainPack, number>;
  readonly taken: ReadonlyMap<PlainPack, number>;
}

export class PlainAccount {
  readonly packs: PlainPack[] = [];
  readonly charges: PlainCharge[] = [];
  readonly #used = new Map<string, number>();
  readonly #confirmed = new Map<Month, number[]>();
  readonly #months: Month[] = [];
  #closed = 0;

  now: number;

  constructor(now: number) {
    this.now = now;
    this.#months.push(monthOf(now));
  }

  /** Lets the time pass: packs end three days after their end, months close a day after theirs. */
  advance(to: number): void {
    for (let month = this.#months.at(-1) ?? ''; endOf(month) <= to; month = this.#months.at(-1) ?? '')
      this.#months.push(monthOf(endOf(month)));
    for (const pack of this.packs) {
      const end = endNow(pack);
      if (pack.state === 'active' && end <= to) pack.state = 'expiring';
      if (pack.state === 'expiring' && end + 3 * DAY <= to) this.end(pack, 'expired', monthOf(end + 3 * DAY));
    }
    for (let month = this.#months[this.#closed]; month && endOf(month) + DAY <= to; ) {
      this.#close(month);
      this.#closed += 1;
      month = this.#months[this.#closed];
    }
    this.now = to;
  }

  use(meter: string, amount: number, month = monthOf(this.now)): void {
    this.#used.set(`${meter} ${month}`, this.#usedIn(meter, month) + amount);
  }

  confirm(amount: number): void {
    const month = monthOf(this.now);
    this.#confirmed.set(month, [...(this.#confirmed.get(month) ?? []), amount]);
  }

  end(pack: PlainPack, state: 'expired' | 'refunded', month = monthOf(this.now)): void {
    const taken = COUNTERS.map((meter) => [meter, this.burn(meter, month).taken.get(pack) ?? 0]);
    pack.ended = { month, kept: Object.fromEntries(taken) };
    pack.state = state;
  }

  get isBlocked(): boolean {
    return this.charges.some(
      ({ type, status, at }) => type === 'overage' && status === 'pending' && at + 14 * DAY <= this.now,
    );
  }

  /** What was burnt of what in a month, from the first month on: what is left goes on into the next. */
  burn(meter: string, month: Month): Burnt {
    const left = new Map<PlainPack, number>(this.packs.map((pack) => [pack, 0]));
    for (const each of this.#months) {
      const lived = this.#burnIn(meter, each, left);
      if (each === month) return lived;
      for (const pack of this.packs) {
        const isOver = pack.ended !== null && pack.ended.month <= each;
        left.set(pack, isOver ? 0 : (lived.begins.get(pack) ?? 0) - (lived.taken.get(pack) ?? 0));
      }
    }
    throw new Error(`There was no ${month}.`);
  }

  #burnIn(meter: string, month: Month, left: ReadonlyMap<PlainPack, number>): Burnt {
    const begins = new Map<PlainPack, number>();
    for (const pack of this.packs) {
      const terms = pack.added.filter((added) => added === month).length;
      const whole = (left.get(pack) ?? 0) + terms * (pack.grants[meter] ?? 0);
      if (pack.ended === null || pack.ended.month > month) begins.set(pack, whole);
      else begins.set(pack, pack.ended.month === month ? (pack.ended.kept[meter] ?? 0) : 0);
    }
    const rank = (pack: PlainPack) =>
      pack.ended?.month === month ? 0 : (pack.ends.findLast((end) => end.month <= month)?.at ?? 0);
    const order = [...this.packs].sort((a, b) => rank(a) - rank(b));
    const used = this.#usedIn(meter, month);
    const free = FREE[meter] ?? 0;
    let rest = Math.max(0, used - free);
    const taken = new Map<PlainPack, number>();
    for (const pack of order) {
      const some = Math.min(rest, begins.get(pack) ?? 0);
      taken.set(pack, some);
      rest -= some;
    }
    const limit = free + [...begins.values()].reduce((sum, amount) => sum + amount, 0);
    return { limit, used, beyond: rest, begins, taken };
  }

  #usedIn(meter: string, month: Month): number {
    return this.#used.get(`${meter} ${month}`) ?? 0;
  }

  #close(month: Month): void {
    const amount = costOf(this.#confirmed.get(month) ?? [], this.burn('bandwidth', month).beyond);
    if (amount > 0)
      this.charges.push({
        chargeId: null,
        type: 'overage',
        amount,
        at: endOf(month) + DAY,
        status: 'pending',
        refunded: 0,
      });
  }

  /** A quota as the API tells it, of what a test looks at. */
  quota(meter: string) {
    const isCounter = (COUNTERS as readonly string[]).includes(meter);
    const standing = this.packs.filter(({ state }) => state === 'active' || state === 'expiring');
    const month = monthOf(this.now);
    const held = standing.map((pack): [string, number] => [pack.packType, pack.grants[meter] ?? 0]);
    const counter = isCounter ? this.burn(meter, month) : null;
    const grants = counter
      ? standing.map((pack): [string, number] => [pack.packType, counter.begins.get(pack) ?? 0])
      : held;
    const used = counter?.used ?? 0;
    const limit = counter?.limit ?? (FREE[meter] ?? 0) + held.reduce((sum, [, amount]) => sum + amount, 0);
    const tranches = meter === 'bandwidth' ? (this.#confirmed.get(month) ?? []) : [];
    const room = tranches.reduce((sum, amount) => sum + amount, 0);
    const beyond = counter?.beyond ?? Math.max(0, used - limit);
    return {
      meter,
      limit,
      used,
      remaining: this.isBlocked ? 0 : Math.max(0, limit + room - used),
      state: this.#stateOf(used, limit, room),
      grants: grants.filter(([packType]) => packOf(standing, packType)?.grants[meter] !== undefined).sort(),
      estimate: costOf(tranches, beyond),
    };
  }

  #stateOf(used: number, limit: number, room: number): string {
    if (this.isBlocked) return 'blocked';
    if (used < limit) return used * 5 >= limit * 4 ? 'warning' : 'ok';
    if (room === 0) return 'exceeded';
    return used < limit + room ? 'overage' : 'blocked';
  }
}

export const endNow = (pack: PlainPack): number => pack.ends.at(-1)?.at ?? 0;

const packOf = (packs: readonly PlainPack[], packType: string) =>
  packs.find((pack) => pack.packType === packType);

const priceOf = (bytes: number): number => Math.ceil(bytes / GB) * PRICE_PER_GB;

/** Tranche by tranche, each started GB whole. */
function costOf(tranches: readonly number[], beyond: number): number {
  let rest = beyond;
  let cost = 0;
  for (const tranche of tranches) {
    const some = Math.min(rest, tranche);
    rest -= some;
    cost += priceOf(some);
  }
  return cost;
}
