import { FREE } from './terms.ts';

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

/** The stored bytes of one account and what is reserved for uploads. */
export class Storage {
  readonly uploads: Upload[] = [];
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

  end(packId: string): void {
    this.#granted.delete(packId);
  }

  reservedAt(now: number): number {
    return this.uploads.reduce((sum, each) => sum + (each.reserved && each.until > now ? each.bytes : 0), 0);
  }

  /** Applies an event of one object, unless a later one was applied: `bytes` 0 is a deletion. */
  apply(key: string, sequence: number, bytes: number): void {
    const upload = this.uploads.find((each) => each.key === key);
    if (upload && bytes > 0) upload.reserved = false;
    const known = this.#objects.get(key);
    if (known && known.sequence >= sequence) return;
    this.#objects.set(key, { sequence, bytes });
  }
}
