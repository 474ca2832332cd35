import { Alerts } from './alerts.ts';
import type { Open } from './confirmed.ts';
import { Counter } from './counter.ts';
import { type ChargeModel, Ledger } from './ledger.ts';
import { isStanding, nextStep, type PackModel, type PackStep, reminderAt } from './packs.ts';
import { Slots } from './slots.ts';
import { Storage } from './storage.ts';
import { COUNTERS, type CounterName, closesAt, DAY, endOf, type Month, monthOf, nextMonth } from './terms.ts';

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
  readonly packs: PackModel[] = [];
  readonly reservations: ReservationModel[] = [];
  readonly events: CountedEvent[] = [];
  readonly closes: MonthClose[] = [];
  readonly alerts: Alerts;
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
    return this.ledger.isSuspended(this.now);
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
    for (const charge of this.ledger.charges)
      if (charge.openSince !== null)
        tasks.push({ at: charge.openSince + DAY, run: () => this.paymentFailed(charge) });
    const release = this.slots.nextRelease;
    if (release !== null)
      tasks.push({ at: release, run: () => this.#changeSlots(() => this.#releaseSlots()) });
    return tasks;
  }

  #closeMonth(): void {
    const month = this.#openMonth;
    for (const meter of COUNTERS) {
      const counter = this.counters[meter];
      const { used, limit, beyond } = counter.month(month);
      this.closes.push({ meter, month, used, limit });
      const amount = counter.confirmedIn(month).costOf(beyond);
      if (amount > 0) this.#charge(`${meter} ${month}`, amount, closesAt(month));
      counter.close(month);
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
    if (ended && amount > 0) this.#charge(`storage ${ended.month}`, amount, ended.chargedAt);
  }

  #charge(name: string, amount: number, createdAt: number): void {
    this.ledger.add({ chargeId: name, type: 'overage', amount, createdAt });
    this.alerts.add('overage.closed');
  }

  #passStep(pack: PackModel, { kind }: PackStep, at: number): void {
    if (kind === 'remind') {
      pack.reminded = reminderAt(pack, at);
      this.alerts.add('pack.expiring');
    } else if (kind === 'end') {
      pack.state = 'expiring';
      pack.reminded = 0;
      this.alerts.add('pack.expiring');
      if (pack.terms.grants.jobSlots !== undefined)
        this.#changeSlots(() => this.slots.end(pack.id, this.now));
    } else {
      pack.state = 'expired';
      this.alerts.add('pack.expired');
      this.#takeCapacity(pack);
    }
  }

  #takeCapacity(pack: PackModel): void {
    for (const meter of COUNTERS)
      if (pack.terms.grants[meter] !== undefined) this.counters[meter].end(pack.id, this.month);
    this.storage.end(pack.id, this.now);
    if (pack.terms.grants.jobSlots === undefined) return;
    this.#changeSlots(() => {
      this.slots.take(pack.id, this.now);
      this.#releaseSlots();
    });
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

  /** Gives a pack's capacity: its first term, or a term after the pack had gone. */
  #giveCapacity(pack: PackModel): void {
    const { grants } = pack.terms;
    for (const meter of COUNTERS)
      if (grants[meter] !== undefined)
        this.counters[meter].add(pack, this.month, grants[meter] ?? 0, pack.endsAt);
    if (grants.storage !== undefined) this.storage.grant(pack.id, grants.storage);
    const { jobSlots } = grants;
    if (jobSlots !== undefined) this.#changeSlots(() => this.slots.grant(pack.id, jobSlots, this.now));
  }

  /** A charge was paid, with all that its payment brings about. */
  paymentSucceeded(charge: ChargeModel): void {
    charge.openSince = null;
    if (charge.status === 'succeeded' || charge.status === 'refunded') return;
    this.ledger.pay(charge, this.now);
    this.alerts.add('charge.succeeded');
    const pack = this.packs.find(({ id }) => id === charge.packId);
    if (!pack) return;
    const isFirst = pack.paid === 0;
    const isBack = pack.state === 'expired' || pack.state === 'refunded';
    const term = pack.terms.days * DAY;
    if (isFirst || pack.state === 'refunded') pack.startsAt = this.now;
    pack.endsAt = isFirst || pack.state === 'refunded' ? this.now + term : pack.endsAt + term;
    pack.paid = pack.state === 'refunded' ? 1 : pack.paid + 1;
    if (pack.renewing === charge.chargeId) pack.renewing = null;
    pack.state = 'active';
    pack.reminded = null;
    this.alerts.add('pack.activated');
    if (isFirst || isBack) this.#giveCapacity(pack);
    else this.#extendCapacity(pack);
  }

  /** Adds another term to a pack whose capacity is there. */
  #extendCapacity(pack: PackModel): void {
    const { grants } = pack.terms;
    for (const meter of COUNTERS)
      if (grants[meter] !== undefined)
        this.counters[meter].add(pack, this.month, grants[meter] ?? 0, pack.endsAt);
    if (grants.jobSlots !== undefined) this.#changeSlots(() => this.slots.renew(pack.id, this.now));
  }

  /** A payment failed, was canceled or was given up. */
  paymentFailed(charge: ChargeModel): void {
    charge.openSince = null;
    if (charge.status !== 'pending') return;
    charge.status = 'failed';
    this.alerts.add('charge.failed');
    const pack = this.packs.find(({ id }) => id === charge.packId);
    if (pack?.state === 'pendingPayment') pack.state = 'failed';
    if (pack?.renewing === charge.chargeId) pack.renewing = null;
  }

  refunded(charge: ChargeModel, refundId: string, amount: number): void {
    const isWhole = this.ledger.refund(charge, refundId, amount, this.now);
    this.alerts.add('charge.refunded');
    const pack = this.packs.find(({ id }) => id === charge.packId);
    if (!isWhole || !pack) return;
    const isRunning = isStanding(pack);
    if (pack.paid > 1) {
      pack.paid -= 1;
      pack.endsAt -= pack.terms.days * DAY;
      pack.reminded = null;
      if (!isRunning) return;
      for (const meter of COUNTERS) {
        const amount = pack.terms.grants[meter];
        if (amount !== undefined) this.counters[meter].takeTerm(pack.id, this.month, amount, pack.endsAt);
      }
    } else {
      pack.state = 'refunded';
      if (isRunning) this.#takeCapacity(pack);
    }
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
