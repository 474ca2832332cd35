import { Fault } from '../domain/faults.ts';
import type { Meter } from '../domain/meters.ts';
import { packsThatFit } from '../domain/packs.ts';
import type { Quota } from '../domain/quota.ts';

/** The soft block: what is used, what would make room, and what going beyond would cost. */
export function quotaExceeded(meter: Meter, quota: Quota, wanted: number, detail: string): Fault {
  const packs = packsThatFit(meter.name, wanted - quota.remaining);
  const [smallest] = packs;
  const way = smallest ? ` Buy ${smallest.packType}, or free some.` : ' Free some first.';
  return new Fault('quota-exceeded', `${detail}${way}`, {
    members: {
      quota,
      packs,
      overage: { available: meter.overage !== null, unitPrice: meter.overage },
    },
  });
}

export function doesNotFit(meter: Meter, quota: Quota, wanted: number): Fault {
  const unit = wanted === 1 ? meter.unit : `${meter.unit}s`;
  const [asked, left, limit] = [wanted, quota.remaining, quota.limit].map((n) => n.toLocaleString('en-US'));
  const detail = `${asked} ${unit} of ${meter.name} wanted; ${left} of ${limit} left.`;
  return quotaExceeded(meter, quota, wanted, detail);
}
