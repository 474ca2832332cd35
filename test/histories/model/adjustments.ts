import type { Counter } from './counter.ts';
import { askedBy, type ChargeModel, isDisputed, type Ledger, type Line, spread, sumOf } from './ledger.ts';
import type { CounterName, Month } from './terms.ts';

/** What was billed for a month at once. */
interface Bill {
  /** Null when its charge came to nothing, because credits covered it. */
  readonly charge: ChargeModel | null;
  readonly amount: number;
  /** What later charges have credited of it. Refunds of credits are in the ledger. */
  credited: number;
}

interface ClosedMonth {
  readonly meter: CounterName;
  readonly month: Month;
  /** By how much its use was corrected since it closed. */
  difference: number;
  /** Its own close's first. */
  readonly bills: Bill[];
}

interface Credit {
  readonly bill: Bill;
  readonly amount: number;
}

/** What waits for the next close of a meter: above zero to be billed, below to be credited. */
export interface Waiting {
  readonly meter: CounterName;
  readonly month: Month;
  readonly amount: number;
}

/** A credit that found no charge, with the payment that it is refunded to. */
interface CreditRefund {
  readonly charge: ChargeModel;
  readonly line: Line;
}

/** The closed months of an account's counters: what each was billed and what corrections of it still come to. */
export class Adjustments {
  readonly #counters: Readonly<Record<CounterName, Counter>>;
  readonly #ledger: Ledger;
  readonly #months: ClosedMonth[] = [];

  constructor(counters: Readonly<Record<CounterName, Counter>>, ledger: Ledger) {
    this.#counters = counters;
    this.#ledger = ledger;
  }

  /** Corrects the use of a closed month. Returns by how much what waits has moved. Minor units. */
  correct(meter: CounterName, month: Month, by: number): number {
    const closed = this.#closed(meter, month);
    const before = this.#pending(closed);
    closed.difference += by;
    return this.#pending(closed) - before;
  }

  get waiting(): Waiting[] {
    return this.#months
      .map((closed) => ({ meter: closed.meter, month: closed.month, amount: this.#pending(closed) }))
      .filter(({ amount }) => amount !== 0);
  }

  /**
   * Closes a month that costs so much by itself, with what waits of the months before. `charge` makes the charge of its
   * lines, if they come to more than nothing. Returns the refunds of credits.
   */
  close(
    meter: CounterName,
    month: Month,
    own: number,
    charge: (lines: readonly Line[]) => ChargeModel,
  ): CreditRefund[] {
    const before = this.#months.filter((each) => each.meter === meter);
    const waiting = before.map((closed) => ({ closed, amount: this.#pending(closed) }));
    const debits = waiting.filter(({ amount }) => amount > 0);
    const lines: Line[] = own > 0 ? [{ month, amount: own }] : [];
    for (const { closed, amount } of debits) lines.push({ month: closed.month, amount });
    let room = sumOf(lines);
    const left: { readonly closed: ClosedMonth; readonly credit: Credit }[] = [];
    for (const { closed, amount } of waiting) {
      if (amount >= 0) continue;
      const had = room;
      for (const credit of this.#credits(closed).filter(({ bill }) => isReceived(bill))) {
        const taken = Math.min(room, credit.amount);
        room -= taken;
        credit.bill.credited += taken;
        if (taken < credit.amount)
          left.push({ closed, credit: { ...credit, amount: credit.amount - taken } });
      }
      if (had > room) lines.push({ month: closed.month, amount: room - had });
    }
    const made = room > 0 ? charge(lines) : null;
    for (const { closed, amount } of debits) closed.bills.push({ charge: made, amount, credited: 0 });
    this.#closed(meter, month).bills.push({ charge: made, amount: own, credited: 0 });
    return this.#refundsOf(left);
  }

  #refundsOf(left: readonly { readonly closed: ClosedMonth; readonly credit: Credit }[]): CreditRefund[] {
    const taken = new Map<ChargeModel, number>();
    return left.flatMap(({ closed, credit: { bill, amount } }) => {
      if (!bill.charge) return [];
      const before = taken.get(bill.charge) ?? 0;
      const most = Math.min(amount, this.#ledger.left(bill.charge) - before);
      taken.set(bill.charge, before + Math.max(0, most));
      return most > 0 ? [{ charge: bill.charge, line: { month: closed.month, amount: most } }] : [];
    });
  }

  /** A lost dispute has taken a payment back: what it took is owed again by a charge of its own. */
  reopen(charge: ChargeModel): void {
    for (const { month, amount } of charge.lines) {
      const closed = this.#months.find((each) => each.meter === charge.meter && each.month === month);
      closed?.bills.push({ charge, amount, credited: 0 });
    }
  }

  /** What of a charge can still be refunded, by month in the order of its lines. */
  refundable(charge: ChargeModel): Line[] {
    const refunds = this.#ledger.refundsOf(charge).filter(({ status }) => status !== 'failed');
    return askedBy(charge).map(({ month, amount }) => {
      const refunded = sumOf(refunds.flatMap(({ lines }) => lines.filter((line) => line.month === month)));
      const bills = this.#months
        .filter((each) => each.meter === charge.meter && each.month === month)
        .flatMap((each) => each.bills.filter((bill) => bill.charge === charge));
      const credited = bills.reduce((sum, bill) => sum + bill.credited, 0);
      return { month, amount: Math.max(0, amount - refunded - credited) };
    });
  }

  #closed(meter: CounterName, month: Month): ClosedMonth {
    const known = this.#months.find((each) => each.meter === meter && each.month === month);
    if (known) return known;
    const closed = { meter, month, difference: 0, bills: [] };
    this.#months.push(closed);
    return closed;
  }

  #pending(closed: ClosedMonth): number {
    const credit = sumOf(this.#credits(closed));
    if (credit > 0) return -credit;
    return Math.max(0, this.#cost(closed) - this.#held(closed));
  }

  /** What a closed month costs with all its corrections. */
  #cost({ meter, month, difference }: ClosedMonth): number {
    const { used, limit } = this.#counters[meter].month(month);
    return this.#counters[meter].confirmedIn(month).costOf(Math.max(0, used + difference - limit));
  }

  /** What was billed beyond the cost, the latest bill first, as far as it was neither refunded nor waived. */
  #credits(closed: ClosedMonth): Credit[] {
    let rest = Math.max(0, this.#held(closed) - this.#cost(closed));
    return [...closed.bills].reverse().flatMap((bill) => {
      const returned = this.#returned(bill, closed.month);
      const held = bill.amount - bill.credited - returned.credited - returned.disputed;
      const step = Math.min(rest, Math.max(0, held));
      rest -= step;
      const amount = Math.min(step, Math.max(0, held - returned.forgiven));
      return amount > 0 ? [{ bill, amount }] : [];
    });
  }

  #held(closed: ClosedMonth): number {
    return closed.bills.reduce((sum, bill) => {
      const { credited, disputed } = this.#returned(bill, closed.month);
      return sum + bill.amount - bill.credited - credited - disputed;
    }, 0);
  }

  /** What refunds and a waiver have returned of a bill's month. */
  #returned({ charge }: Bill, month: Month): { credited: number; forgiven: number; disputed: number } {
    const sum = { credited: 0, forgiven: 0, disputed: 0 };
    if (!charge) return sum;
    const of = (lines: readonly Line[]) => sumOf(lines.filter((line) => line.month === month));
    if (charge.status === 'waived') sum.forgiven += of(spread(charge.amount, askedBy(charge)));
    for (const { status, cause, lines } of this.#ledger.refundsOf(charge)) {
      if (status === 'failed') continue;
      const kind = cause === 'credit' ? 'credited' : cause === 'dispute' ? 'disputed' : 'forgiven';
      sum[kind] += of(lines);
    }
    return sum;
  }
}

/** Only money that was received is credited. */
const isReceived = ({ charge }: Bill): boolean =>
  charge === null || (charge.status === 'succeeded' && !isDisputed(charge));
