import { Confirmed, type Open } from './confirmed.ts';
import { endOf, FREE, HOUR, type Month } from './terms.ts';

interface ObjectState {
  /** The number of the last event of the object that was applied. */
  sequence: number;
  bytes: number;
}

export interface Upload {
  readonly uploadId: string;
  readonly key: string;
  readonly bytes: number;
  readonly until: number;
  /** Whether its bytes are still reserved, lease aside. */
  reserved: boolean;
}

/** What was confirmed for a month that is over, until its charge is made. */
interface EndedMonth {
  readonly month: Month;
  readonly confirmed: Confirmed;
  readonly chargedAt: number;
}

/** How long after the last lease a file of the month before may still arrive. */
const LATE_FILES = HOUR;

/** The stored bytes of one account, what is reserved for uploads, and what is confirmed beyond the limit. */
export class Storage {
  readonly uploads: Upload[] = [];
  /** What is confirmed for the running month. */
  confirmed = new Confirmed('storage');
  ended: EndedMonth | null = null;
  readonly #granted = new Map<string, number>();
  readonly #objects = new Map<string, ObjectState>();

  get limit(): number {
    return [...this.#granted.values()].reduce((sum, amount) => sum + amount, FREE.storage);
  }

  get used(): number {
    return [...this.#objects.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get keys(): string[] {
    return [...this.#objects].filter(([, { bytes }]) => bytes > 0).map(([key]) => key);
  }

  bytesOf(key: string): number {
    return this.#objects.get(key)?.bytes ?? 0;
  }

  grant(packId: string, amount: number): void {
    this.#granted.set(packId, amount);
  }

  end(packId: string, now: number): void {
    this.#granted.delete(packId);
    this.#lookHowFar(now);
  }

  #openAt(now: number): Open[] {
    return this.uploads
      .filter(({ reserved, until }) => reserved && until > now)
      .map(({ uploadId, bytes, until }) => ({ id: uploadId, amount: bytes, until }));
  }

  reservedAt(now: number): number {
    return this.#openAt(now).reduce((sum, { amount }) => sum + amount, 0);
  }

  /** How much can still be reserved. */
  freeAt(now: number): number {
    return this.limit + this.confirmed.room - this.used - this.reservedAt(now);
  }

  /** How far the use counts as beyond the limit: the furthest since the confirmation. */
  get beyond(): number {
    return Math.max(0, this.used - this.limit, this.confirmed.furthest);
  }

  /** Applies an event of one object, unless a later one was applied: `bytes` 0 is a deletion. */
  apply(key: string, sequence: number, bytes: number, now: number): void {
    const upload = this.uploads.find((each) => each.key === key);
    const fulfils = upload?.reserved === true && bytes > 0;
    if (fulfils) upload.reserved = false;
    const known = this.#objects.get(key);
    if (known && known.sequence >= sequence) return;
    const grown = bytes - (known?.bytes ?? 0);
    this.#objects.set(key, { sequence, bytes });
    if (fulfils) {
      const beyond = this.used - this.limit;
      this.confirmed.use(upload.uploadId, grown, beyond);
      this.ended?.confirmed.use(upload.uploadId, grown, beyond);
    }
    this.#lookHowFar(now);
  }

  confirm(amount: number, now: number): void {
    // What has lapsed meanwhile, and how far the use went then, is over.
    if (!this.confirmed.isConfirmed(now)) this.confirmed = new Confirmed('storage');
    this.confirmed.confirm(amount);
    this.#lookHowFar(now);
  }

  withdraw(now: number): void {
    const open = this.#openAt(now);
    this.confirmed.withdraw(this.beyond, open, this.used + this.reservedAt(now) - this.limit);
    if (this.confirmed.isEmpty) this.confirmed = new Confirmed('storage');
  }

  #lookHowFar(now: number): void {
    if (this.confirmed.isConfirmed(now))
      this.confirmed.furthest = Math.max(this.confirmed.furthest, this.used - this.limit);
  }

  /**
   * Ends a month: the room that nobody uses or reserves is gone. Returns whether the account loses what allowed it to
   * be beyond its limit.
   */
  endMonth(month: Month): boolean {
    const end = endOf(month);
    const { confirmed } = this;
    if (confirmed.isEmpty) return false;
    this.withdraw(end);
    const until = confirmed.pledgedUntil;
    this.ended = { month, confirmed, chargedAt: until === null ? end : until + LATE_FILES };
    this.confirmed = new Confirmed('storage');
    return this.used > this.limit;
  }
}
