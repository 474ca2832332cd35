import type { Account } from './account.ts';
import { COUNTERS, nextMonth } from './terms.ts';

/** The notifications that an account has to find, by type, with the time of each. */
export class Alerts {
  readonly sent: { readonly type: string; readonly at: number }[] = [];
  readonly #account: Account;

  constructor(account: Account) {
    this.#account = account;
  }

  add(type: string): void {
    this.sent.push({ type, at: this.#account.now });
  }

  /** Makes a change, and adds an alert for each mark that a quota crossed upwards by it. */
  watch(change: () => void): void {
    const before = this.#levels();
    change();
    for (const [name, { level, isConfirmed, hasOverage }] of this.#levels()) {
      const from = before.get(name)?.level ?? 0;
      if (from < 1 && level >= 1) this.add('quota.warning');
      if (from < 2 && level >= 2) {
        this.add('quota.exceeded');
        if (hasOverage && !isConfirmed) this.add('overage.confirmation-required');
      }
    }
  }

  #levels(): Map<string, { level: number; isConfirmed: boolean; hasOverage: boolean }> {
    const { counters, storage, slots, now, openMonth } = this.#account;
    const levels = new Map<string, { level: number; isConfirmed: boolean; hasOverage: boolean }>();
    for (const meter of COUNTERS)
      for (let i = 0, month = openMonth; i < 3; i += 1, month = nextMonth(month)) {
        const counter = counters[meter];
        const { used, limit } = counter.month(month);
        levels.set(`${meter} ${month}`, {
          level: used === 0 ? 0 : levelOf(used, limit),
          isConfirmed: counter.roomIn(month) > 0,
          hasOverage: true,
        });
      }
    const held = slots.heldAt(now).length;
    levels.set('storage', {
      level: levelOf(storage.used, storage.limit),
      isConfirmed: false,
      hasOverage: true,
    });
    levels.set('jobSlots', { level: levelOf(held, slots.limit), isConfirmed: true, hasOverage: false });
    return levels;
  }
}

/** 0 below 80 percent of a limit, 1 from there, 2 from the limit on. */
export function levelOf(used: number, limit: number): 0 | 1 | 2 {
  if (used >= limit) return 2;
  return BigInt(used) * 10n >= BigInt(limit) * 8n ? 1 : 0;
}
