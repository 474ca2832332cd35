import { Adjustments } from './adjustments.ts';
import { Alerts } from './alerts.ts';
import type { Open } from './confirmed.ts';
import { Counter } from './counter.ts';
import { type Amounts, type ChargeModel, Ledger, type Line, nextDebtStep, sumOf } from './ledger.ts';
import { nextStep, type PackModel, type PackStep, reminderAt } from './packs.ts';
import { burntGrants, Payments } from './payments.ts';
import { Slots } from './slots.ts';
import { Storage } from './storage.ts';
import {
  COUNTERS,
  type CounterName,
  closesAt,
  DAY,
  endOf,
  type MeterName,
  type Month,
  monthOf,
  nextMonth,
} from './terms.ts';

export interface ReservationModel {
  readonly id: string;
  readonly meter: CounterName;
  readonly amount: number;
  readonly until: number;
  readonly madeAt: number;
  state: 'held' | 'settled';
}

export interface CountedEvent {
  readonly meter: CounterName;
  readonly source: string;
  readonly id: string;
  readonly time: number;
  readonly month: Month;
  /** As it was reported. */
  readonly sent: number;
  /** What it counts for, corrections included. */
  amount: number;
}

interface DueTask {
  readonly at: number;
  readonly run: (at: number) => void;
}

/** What is charged at the close of a month. */
interface MonthClose {
  readonly meter: CounterName;
  readonly month: Month;
  readonly used: number;
  readonly limit: number;
}

/**
 * One account as the public reference and docs/money.md describe it, with own arithmetic. It is told what was done
 * and when, and computes what the API has to answer.
 */
export class Account {
  readonly counters: Readonly<Record<CounterName, Counter>>;
  readonly storage = new Storage();
  readonly slots = new Slots();
  readonly ledger = new Ledger();
  readonly payments = new Payments(this);
  readonly adjustments: Adjustments;
  readonly packs: PackModel[] = [];
  /** The packs whose last term a failed refund has given back, once each time. */
  readonly restored: string[] = [];
  readonly reservations: ReservationModel[] = [];
  readonly events: CountedEvent[] = [];
  readonly closes: MonthClose[] = [];
  readonly alerts: Alerts;
  /** What packs have lost of each counter: with their ends, and by refunds. */
  readonly lost: Record<CounterName, number> = { bandwidth: 0, transcoding: 0 };
  now: number;
  #openMonth: Month;
  /** The month for which overage of storage is confirmed now. */
  #storageMonth: Month;

  constructor(now: number) {
    this.now = now;
    this.#openMonth = monthOf(now);
    this.#storageMonth = this.#openMonth;
    this.counters = {
      bandwidth: new Counter('bandwidth', this.#openMonth),
      transcoding: new Counter('transcoding', this.#openMonth),
    };
    this.adjustments = new Adjustments(this.counters, this.ledger);
    this.alerts = new Alerts(this);
  }

  get month(): Month {
    return monthOf(this.now);
  }

  /** The first month that is not closed. */
  get openMonth(): Month {
    return this.#openMonth;
  }

  get isSuspended(): boolean {
    return this.ledger.isSuspended;
  }

  /** Counts use in a month, or less of it. */
  use(meter: CounterName, month: Month, amount: number): void {
    this.counters[meter].use(month, amount);
  }

  /** Counts what a reservation was used for. While it is open it may use what was withdrawn after it was made. */
  settle(reservation: ReservationModel, month: Month, amount: number): void {
    const { id, meter, until } = reservation;
    reservation.state = 'settled';
    this.use(meter, month, amount);
    if (until <= this.now) return;
    const { used, limit } = this.counters[meter].month(month);
    this.counters[meter].confirmedIn(month).use(id, amount, used - limit);
  }

  /** Lets time pass: does what falls due on the way, in its order. */
  advance(to: number): void {
    for (;;) {
      const [first] = this.#due().sort((a, b) => a.at - b.at);
      if (!first || first.at > to) break;
      this.now = Math.max(this.now, first.at);
      this.alerts.watch(() => first.run(this.now));
    }
    this.now = Math.max(this.now, to);
  }

  #due(): DueTask[] {
    const tasks: DueTask[] = [
      { at: closesAt(this.#openMonth), run: () => this.#closeMonth() },
      { at: endOf(this.#storageMonth), run: () => this.#endStorageMonth() },
    ];
    const { ended } = this.storage;
    if (ended) tasks.push({ at: ended.chargedAt, run: () => this.#chargeStorage() });
    for (const pack of this.packs) {
      const step = nextStep(pack);
      if (step) tasks.push({ at: step.at, run: (at) => this.#passStep(pack, step, at) });
    }
    for (const charge of this.ledger.charges) {
      if (charge.openSince !== null)
        tasks.push({ at: charge.openSince + DAY, run: () => this.payments.givenUp(charge) });
      const step = nextDebtStep(charge);
      if (step) tasks.push({ at: step.at, run: () => this.payments.passStep(charge, step) });
    }
    const release = this.slots.nextRelease;
    if (release !== null)
      tasks.push({ at: release, run: () => this.#changeSlots(() => this.#releaseSlots()) });
    return tasks;
  }

  #closeMonth(): void {
    const month = this.#openMonth;
    for (const meter of COUNTERS) {
      const counter = this.counters[meter];
      const { used, limit, beyond, grants } = counter.month(month);
      this.closes.push({ meter, month, used, limit });
      // What a correction has freed of a pack that had ended is not carried over.
      for (const { ended, amount, burnt } of grants) if (ended) this.lost[meter] += amount - burnt;
      const own = counter.confirmedIn(month).costOf(beyond);
      const refunds = this.adjustments.close(meter, month, own, (lines) =>
        this.#charge(meter, month, lines, closesAt(month)),
      );
      for (const { charge, line } of refunds) this.payments.refundCredit(charge, line);
      this.lost[meter] -= counter.close(month);
    }
    this.#openMonth = nextMonth(month);
  }

  #endStorageMonth(): void {
    if (this.storage.endMonth(this.#storageMonth)) this.alerts.add('overage.confirmation-required');
    this.#storageMonth = nextMonth(this.#storageMonth);
  }

  #chargeStorage(): void {
    const { ended } = this.storage;
    this.storage.ended = null;
    const amount = ended?.confirmed.costOf(ended.confirmed.furthest) ?? 0;
    if (ended && amount > 0)
      this.#charge('storage', ended.month, [{ month: ended.month, amount }], ended.chargedAt);
  }

  #charge(meter: MeterName, month: Month, lines: readonly Line[], createdAt: number): ChargeModel {
    this.alerts.add('overage.closed');
    const chargeId = `${meter} ${month}`;
    const amount = sumOf(lines);
    return this.ledger.add({ chargeId, type: 'overage', amount, createdAt, meter, month, lines });
  }

  #passStep(pack: PackModel, { kind }: PackStep, at: number): void {
    if (kind === 'remind') {
      pack.reminded = reminderAt(pack, at);
      this.alerts.add('pack.expiring');
    } else if (kind === 'end') {
      pack.state = 'expiring';
      if (pack.reminded !== 0) this.alerts.add('pack.expiring');
      pack.reminded = 0;
      if (pack.terms.grants.jobSlots !== undefined)
        this.#changeSlots(() => this.slots.end(pack.id, this.now));
    } else {
      pack.state = 'expired';
      this.alerts.add('pack.expired');
      this.revokeCapacity(pack);
    }
  }

  /** Takes what a pack has left: at the end of its grace, or by a refund. Returns what is lost of each counter. */
  revokeCapacity(pack: PackModel): Amounts {
    const lost = burntGrants(pack).map(
      ({ meter }) => [meter, this.counters[meter].end(pack.id, this.month)] as const,
    );
    for (const [meter, amount] of lost) this.lost[meter] += amount;
    this.storage.end(pack.id, this.now);
    if (pack.terms.grants.jobSlots !== undefined)
      this.#changeSlots(() => {
        this.slots.take(pack.id, this.now);
        this.#releaseSlots();
      });
    return Object.fromEntries(lost);
  }

  /** Takes back a term of a pack that has several, as far as it is not burnt. Returns what is lost of each counter. */
  cutCapacity(pack: PackModel): Amounts {
    const lost = burntGrants(pack).map(
      ({ meter, amount }) =>
        [meter, this.counters[meter].takeTerm(pack.id, this.month, amount, pack.endsAt)] as const,
    );
    for (const [meter, amount] of lost) this.lost[meter] += amount;
    return Object.fromEntries(lost);
  }

  #releaseSlots(): void {
    for (const _ of this.slots.releaseDue(this.now)) this.alerts.add('slot.released');
  }

  /** Makes a change of what slots are kept beyond the limit. The account learns of releases that are new, or at another time. */
  #changeSlots(change: () => void): void {
    const known = new Map(this.slots.planned(this.now).map(({ jobId, at }) => [jobId, at]));
    change();
    const planned = this.slots.planned(this.now);
    if (planned.some(({ jobId, at }) => known.get(jobId) !== at))
      this.alerts.add('slots.over-limit', planned);
  }

  /** Gives a pack's capacity: its first term, or a term after the pack had gone. `amounts`: what of each counter. */
  grantCapacity(pack: PackModel, amounts: Amounts = pack.terms.grants): void {
    const { grants } = pack.terms;
    this.#addAmounts(pack, amounts);
    if (grants.storage !== undefined) this.storage.grant(pack.id, grants.storage);
    const { jobSlots } = grants;
    if (jobSlots !== undefined) this.#changeSlots(() => this.slots.grant(pack.id, jobSlots, this.now));
  }

  /** Adds another term of a pack that has its capacity still. */
  extendCapacity(pack: PackModel, amounts: Amounts = pack.terms.grants): void {
    this.#addAmounts(pack, amounts);
    if (pack.terms.grants.jobSlots !== undefined)
      this.#changeSlots(() => this.slots.renew(pack.id, this.now));
  }

  #addAmounts(pack: PackModel, amounts: Amounts): void {
    for (const { meter } of burntGrants(pack))
      this.counters[meter].add(pack, this.month, amounts[meter] ?? 0, pack.endsAt);
  }

  /** The reservations of a counter that are open now, in the running month. */
  #openOf(meter: CounterName): Open[] {
    return this.reservations.filter(
      (each) =>
        each.state === 'held' &&
        each.meter === meter &&
        each.until > this.now &&
        monthOf(each.madeAt) === this.month,
    );
  }

  /** How much of a counter is reserved now. */
  reserved(meter: CounterName): number {
    return this.#openOf(meter).reduce((sum, { amount }) => sum + amount, 0);
  }

  /** Withdraws what is confirmed of a counter. A reservation that has lapsed counts for nothing. */
  withdraw(meter: CounterName): void {
    const { used, limit, beyond } = this.counters[meter].month(this.month);
    const beyondWithOpen = used + this.reserved(meter) - limit;
    this.counters[meter].confirmedIn(this.month).withdraw(beyond, this.#openOf(meter), beyondWithOpen);
  }
}
