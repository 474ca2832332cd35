import { requireMeter } from '../../functions/domain/meters.ts';
import { periodOf } from '../../functions/domain/periods.ts';
import {
  dueReleases,
  gracesAfterLoss,
  gracesAfterPurchase,
  gracesAfterRenewal,
} from '../../functions/domain/slots/graces.ts';
import { isExpired, planSlot, type Slots } from '../../functions/domain/slots/slots.ts';
import { HOUR, type Instant, MINUTE, plus } from '../../functions/domain/time.ts';
import { deriveEvents } from '../../functions/notifications/deriving.ts';
import { NOW } from './arbitraries.ts';
import { accountNamed } from './grants.ts';

const GRACE = 72 * HOUR;
const TERM = 120 * HOUR;
const meter = requireMeter('jobSlots');
const account = accountNamed('company_slots');

/** What may happen to an account's slots. `pick` chooses among what there is. */
export type SlotOperation =
  | { readonly kind: 'buy'; readonly amount: number }
  | { readonly kind: 'allocate'; readonly count: number; readonly lease: number | null }
  | { readonly kind: 'renew' | 'refund' | 'release'; readonly pick: number }
  | { readonly kind: 'pass'; readonly hours: number; readonly worksOnTime: boolean };

interface Pack {
  readonly id: string;
  readonly amount: number;
  endsAt: Instant;
  terms: number;
  state: 'active' | 'expiring' | 'gone';
}

/**
 * An account's slots, driven by the rules, and beside them a naive account of what happened, which knows only: who
 * was named when, and what was lost when. It complains about each broken promise.
 */
export class SlotLife {
  now: Instant = NOW;
  slots: Slots = { limit: 2, held: new Map(), grants: [], isOpen: true, blocked: false, graces: [] };
  readonly complaints: string[] = [];
  released = 0;
  announced = 0;
  readonly #packs: Pack[] = [];
  readonly #named = new Map<string, Instant>();
  readonly #lastNamed = new Map<string, Instant>();
  /** Capacity that has gone, and until when what was held by it is kept. */
  readonly #losses: {
    readonly pack: string;
    readonly amount: number;
    readonly until: Instant;
    /** What of it must still be kept: no more than was held beyond the coming limit at any time since. */
    owed: number;
  }[] = [];
  readonly #endsAnnounced = new Map<string, Instant>();
  #count = 0;

  do(operation: SlotOperation): void {
    if (operation.kind === 'buy') this.#buy(operation.amount);
    else if (operation.kind === 'allocate')
      for (let i = 0; i < operation.count; i += 1) this.#allocate(operation.lease);
    else if (operation.kind === 'pass') this.#pass(operation.hours, operation.worksOnTime);
    else if (operation.kind === 'release') this.#release(operation.pick);
    else if (operation.kind === 'renew') this.#renew(operation.pick);
    else this.#refund(operation.pick);
  }

  #buy(amount: number): void {
    const id = `pur_${++this.#count}`;
    this.#packs.push({ id, amount, endsAt: plus(this.now, TERM), terms: 1, state: 'active' });
    this.#change({
      limit: this.slots.limit + amount,
      graces: gracesAfterPurchase(this.slots, amount, this.now),
    });
  }

  #allocate(lease: number | null): void {
    const jobId = `job_${++this.#count}`;
    const plan = planSlot(this.slots, jobId, this.now);
    if (plan.kind !== 'take') return;
    const held = new Map(this.slots.held);
    for (const slot of plan.clear) held.delete(slot.jobId);
    const leaseExpiresAt = lease === null ? null : plus(this.now, lease * HOUR);
    held.set(jobId, { jobId, allocatedAt: this.now, leaseExpiresAt });
    this.#change({ held });
  }

  #release(pick: number): void {
    const jobId = [...this.slots.held.keys()][pick % Math.max(1, this.slots.held.size)];
    if (jobId === undefined) return;
    const held = new Map(this.slots.held);
    held.delete(jobId);
    this.#change({ held });
  }

  #renew(pick: number): void {
    const pack = this.#pack(pick);
    if (!pack) return;
    Object.assign(pack, { endsAt: plus(pack.endsAt, TERM), terms: pack.terms + 1, state: 'active' });
    this.#endsAnnounced.delete(pack.id);
    this.#change({ graces: gracesAfterRenewal(this.slots, pack.id, this.now) });
  }

  #refund(pick: number): void {
    const pack = this.#pack(pick);
    if (!pack) return;
    if (pack.terms > 1) Object.assign(pack, { endsAt: plus(pack.endsAt, -TERM), terms: pack.terms - 1 });
    else this.#take(pack);
  }

  #pass(hours: number, worksOnTime: boolean): void {
    const until = plus(this.now, hours * HOUR);
    if (worksOnTime)
      for (let due = this.#nextDue(); due !== null && due <= until; due = this.#nextDue()) {
        this.now = Math.max(this.now, due) as Instant;
        this.#work();
      }
    this.now = until;
    this.#work();
  }

  #nextDue(): Instant | null {
    const times = [
      ...this.#packs.flatMap(({ state, endsAt }) =>
        state === 'gone' ? [] : [state === 'active' ? endsAt : plus(endsAt, GRACE)],
      ),
      ...this.slots.graces.map(({ until }) => plus(until, MINUTE)),
    ];
    const later = times.filter((at) => at > this.now);
    return later.length === 0 ? null : (Math.min(...later) as Instant);
  }

  /** What the schedule does: ends and expires packs, and releases slots. */
  #work(): void {
    for (const pack of this.#packs) {
      if (pack.state === 'active' && pack.endsAt <= this.now) this.#end(pack);
      if (pack.state === 'expiring' && plus(pack.endsAt, GRACE) <= this.now) this.#take(pack);
    }
    const { going, graces } = dueReleases(this.slots, this.now);
    const held = new Map(this.slots.held);
    for (const { jobId } of going) held.delete(jobId);
    for (const { jobId } of going) this.#checkRelease(jobId);
    this.#change({ held, graces }, true);
    const beyond = this.#live() - this.#allowed();
    const waiting = [...this.#lastNamed].filter(
      ([jobId, at]) => this.slots.held.has(jobId) && plus(at, GRACE) > this.now,
    );
    if (beyond > waiting.length)
      this.complaints.push(`${beyond} slots too many are held, ${waiting.length} were announced lately`);
  }

  #end(pack: Pack): void {
    pack.state = 'expiring';
    const cause = { cause: pack.id, amount: pack.amount, atEnd: true };
    this.#change({ graces: gracesAfterLoss(this.slots, cause, this.now) });
    this.#endsAnnounced.set(pack.id, this.now);
  }

  #take(pack: Pack): void {
    pack.state = 'gone';
    const cause = { cause: pack.id, amount: pack.amount, atEnd: false };
    const from = this.#endsAnnounced.get(pack.id) ?? this.now;
    this.#losses.push({ pack: pack.id, amount: pack.amount, until: plus(from, GRACE), owed: pack.amount });
    this.#change({
      limit: this.slots.limit - pack.amount,
      graces: gracesAfterLoss(this.slots, cause, this.now),
    });
  }

  #checkRelease(jobId: string): void {
    const named = this.#named.get(jobId);
    if (named === undefined) this.complaints.push(`${jobId} was released, and no announcement named it`);
    else if (this.now < plus(named, GRACE)) this.complaints.push(`${jobId} was released too soon`);
    this.released += 1;
  }

  /** Applies a change, and isSubscribed what is published of it. */
  #change(change: Partial<Slots>, isRelease = false): void {
    const before = this.slots;
    const liveBefore = this.#live();
    this.slots = { ...before, ...change };
    const facts = deriveEvents(
      {
        kind: 'slots',
        account,
        meter,
        period: periodOf(this.now),
        before: { slots: before, released: [] },
        after: { slots: this.slots, released: [] },
      },
      this.now,
    );
    for (const { type, data } of facts)
      if (type === 'slots.over-limit') {
        this.announced += 1;
        for (const { jobId } of data.releases as { jobId: string }[]) {
          if (!this.#named.has(jobId)) this.#named.set(jobId, this.now);
          this.#lastNamed.set(jobId, this.now);
        }
      }
    this.#check(liveBefore, isRelease);
  }

  #check(liveBefore: number, isRelease: boolean): void {
    const { limit, graces, held } = this.slots;
    const [live, kept] = [this.#live(), graces.filter(({ ending }) => ending === 0)];
    const total = kept.reduce((sum, { amount }) => sum + amount, limit);
    if (live > total) this.complaints.push(`${live} slots are held, limit and graces are ${total}`);
    const owed = this.#losses
      .filter(({ until }) => until > this.now)
      .reduce((sum, { owed }) => sum + owed, limit);
    if (isRelease && live < Math.min(liveBefore, owed))
      this.complaints.push(`${liveBefore - live} slots were released although ${owed} may be kept`);
    this.#makeUp();
    const names = graces.flatMap(({ jobs }) => jobs);
    const packs = this.#packs.filter(({ state }) => state !== 'gone').length;
    if (new Set(names).size !== names.length || graces.length > packs + held.size + 2)
      this.complaints.push('the graces grow without bound');
  }

  /**
   * A loss is owed for no more than what is held beyond the coming limit, and beyond what lasts longer than it: later
   * losses, and packs that have ended and keep their capacity for longer.
   */
  #makeUp(): void {
    const beyond = this.#live() - this.#coming();
    let later = 0;
    for (const loss of this.#losses.toSorted((a, b) => b.until - a.until)) {
      if (loss.until <= this.now) continue;
      const ending = this.#packs
        .filter(({ id, state }) => state === 'expiring' && this.#keptUntil(id) >= loss.until)
        .reduce((sum, { amount }) => sum + amount, 0);
      loss.owed = Math.min(loss.owed, Math.max(0, beyond - ending - later));
      later += loss.owed;
    }
  }

  /** Until when a pack that has ended keeps its capacity. */
  #keptUntil = (id: string): Instant => plus(this.#endsAnnounced.get(id) ?? this.now, GRACE);

  /** The limit once the packs that have ended have lost their capacity. */
  #coming = (): number =>
    this.#packs
      .filter(({ state }) => state === 'expiring')
      .reduce((sum, { amount }) => sum - amount, this.slots.limit);

  #live = (): number => [...this.slots.held.values()].filter((slot) => !isExpired(slot, this.now)).length;

  /** The limit, and what was lost less than 72 hours after it was announced. */
  #allowed = (): number =>
    this.#losses
      .filter(({ until }) => until > this.now)
      .reduce((sum, { amount }) => sum + amount, this.slots.limit);

  #pack(pick: number): Pack | undefined {
    const standing = this.#packs.filter(({ state }) => state !== 'gone');
    return standing[pick % Math.max(1, standing.length)];
  }
}
