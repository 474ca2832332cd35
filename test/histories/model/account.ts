import { Alerts } from './alerts.ts';
import { Counter } from './counter.ts';
import { type ChargeModel, Ledger } from './ledger.ts';
import { isStanding, nextStep, type PackModel, type PackStep, reminderAt } from './packs.ts';
import { Slots } from './slots.ts';
import { Storage } from './storage.ts';
import { COUNTERS, type CounterName, closesAt, DAY, type Month, monthOf, nextMonth } from './terms.ts';

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
  /** Counters whose last month changed while it was open beside the running one: its close corrects the running one. */
  readonly provisional = new Set<CounterName>();
  /** Whether that was ever so: alerts of the meantime follow what was known then. */
  wasProvisional = false;
  now: number;
  #openMonth: Month;

  constructor(now: number) {
    this.now = now;
    this.#openMonth = monthOf(now);
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
    if (month >= this.month || this.counters[meter].month(this.month).grants.length === 0) return;
    this.provisional.add(meter);
    this.wasProvisional = true;
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
    const tasks: DueTask[] = [{ at: closesAt(this.#openMonth), run: () => this.#closeMonth() }];
    for (const pack of this.packs) {
      const step = nextStep(pack);
      if (step) tasks.push({ at: step.at, run: (at) => this.#passStep(pack, step, at) });
    }
    for (const charge of this.ledger.charges)
      if (charge.openSince !== null)
        tasks.push({ at: charge.openSince + DAY, run: () => this.paymentFailed(charge) });
    const release = this.slots.nextRelease;
    if (release !== null) tasks.push({ at: release, run: (at) => this.#released(this.slots.releaseDue(at)) });
    return tasks;
  }

  #closeMonth(): void {
    const month = this.#openMonth;
    for (const meter of COUNTERS) {
      const counter = this.counters[meter];
      const { used, limit, beyond } = counter.month(month);
      this.closes.push({ meter, month, used, limit });
      const amount = counter.costOf(month, beyond);
      if (amount > 0) this.#charge(`${meter} ${month}`, amount, closesAt(month));
    }
    this.#openMonth = nextMonth(month);
    this.provisional.clear();
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
    } else {
      pack.state = 'expired';
      this.alerts.add('pack.expired');
      this.#takeCapacity(pack, 'expired');
    }
  }

  #takeCapacity(pack: PackModel, why: 'expired' | 'refunded'): void {
    for (const meter of COUNTERS)
      if (pack.terms.grants[meter] !== undefined) this.counters[meter].end(pack.id, this.month);
    this.storage.end(pack.id);
    if (pack.terms.grants.jobSlots === undefined) return;
    if (why === 'refunded') this.slots.refund(pack.id, this.now);
    else this.#released(this.slots.expire(pack.id, this.now));
  }

  #released(jobs: readonly string[]): void {
    for (const _ of jobs) this.alerts.add('slot.released');
  }

  /** Gives a pack's capacity: its first term, or a term after the pack had gone. */
  #giveCapacity(pack: PackModel): void {
    const { grants } = pack.terms;
    for (const meter of COUNTERS)
      if (grants[meter] !== undefined)
        this.counters[meter].add(pack, this.month, grants[meter] ?? 0, pack.endsAt);
    if (grants.storage !== undefined) this.storage.grant(pack.id, grants.storage);
    if (grants.jobSlots !== undefined) this.slots.grant(pack.id, grants.jobSlots);
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
    else
      for (const meter of COUNTERS)
        if (pack.terms.grants[meter] !== undefined)
          this.counters[meter].add(pack, this.month, pack.terms.grants[meter] ?? 0, pack.endsAt);
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
      if (isRunning) this.#takeCapacity(pack, 'refunded');
    }
  }

  /** Reservations of a counter that are held now, in the running month. */
  reserved(meter: CounterName): number {
    return this.reservations
      .filter((each) => each.state === 'held' && each.meter === meter && each.until > this.now)
      .filter((each) => monthOf(each.madeAt) === this.month)
      .reduce((sum, { amount }) => sum + amount, 0);
  }

  /** Whether a reservation of the running month has lapsed and was neither settled nor released. */
  hasLapsed(meter: CounterName): boolean {
    return this.reservations.some(
      (each) =>
        each.state === 'held' &&
        each.meter === meter &&
        each.until <= this.now &&
        monthOf(each.madeAt) === this.month,
    );
  }

  withdraw(meter: CounterName): void {
    const { used, limit } = this.counters[meter].month(this.month);
    this.counters[meter].withdraw(this.month, Math.max(0, used + this.reserved(meter) - limit));
  }
}
