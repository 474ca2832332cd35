import { DAY, FREE } from './terms.ts';

interface HeldSlot {
  readonly jobId: string;
  readonly allocatedAt: number;
  until: number | null;
}

/** How long slots beyond a limit that fell stay before they are released. */
const GRACE = 3 * DAY;

/** The job slots of one account. */
export class Slots {
  readonly #granted = new Map<string, number>();
  #held: HeldSlot[] = [];
  /** Limits that fell at once and whose slots stay until then. */
  #graces: { readonly amount: number; readonly until: number }[] = [];

  get limit(): number {
    return [...this.#granted.values()].reduce((sum, amount) => sum + amount, FREE.jobSlots);
  }

  grant(packId: string, amount: number): void {
    this.#granted.set(packId, amount);
  }

  /** Ends a grant whose grace is over. Returns the jobs whose slots are released for it. */
  expire(packId: string, now: number): string[] {
    this.#granted.delete(packId);
    return this.#release(now);
  }

  /** Ends a grant at once: slots beyond the limit stay for 72 hours more. */
  refund(packId: string, now: number): void {
    const amount = this.#granted.get(packId) ?? 0;
    this.#granted.delete(packId);
    if (this.heldAt(now).length > this.limit) this.#graces.push({ amount, until: now + GRACE });
  }

  /** The next moment at which slots beyond the limit are released. */
  get nextRelease(): number | null {
    return this.#graces.length === 0 ? null : Math.min(...this.#graces.map(({ until }) => until));
  }

  /** Releases what is due. Returns the jobs whose slots were released. */
  releaseDue(now: number): string[] {
    this.#graces = this.#graces.filter(({ until }) => until > now);
    return this.#release(now);
  }

  #release(now: number): string[] {
    const kept = this.#graces.reduce((sum, { amount }) => sum + amount, this.limit);
    const going = this.heldAt(now).slice(kept).reverse();
    this.#held = this.#held.filter((slot) => !going.includes(slot));
    return going.map(({ jobId }) => jobId);
  }

  heldAt(now: number): readonly HeldSlot[] {
    return this.#held
      .filter(({ until }) => until === null || until > now)
      .sort((a, b) => a.allocatedAt - b.allocatedAt || (a.jobId < b.jobId ? -1 : 1));
  }

  holder(jobId: string, now: number): HeldSlot | undefined {
    return this.heldAt(now).find((slot) => slot.jobId === jobId);
  }

  take(jobId: string, allocatedAt: number, until: number | null): void {
    this.free(jobId);
    this.#held.push({ jobId, allocatedAt, until });
  }

  free(jobId: string): void {
    this.#held = this.#held.filter((slot) => slot.jobId !== jobId);
  }
}
