import { abandon, collect } from '../charging/collect.ts';
import { giveBack } from '../charging/refund.ts';
import { settle } from '../charging/settle.ts';
import { type Charge, type ChargeStep, nextChargeStep } from '../domain/charges.ts';
import type { Instant } from '../domain/time.ts';
import { chosenProvider } from '../payments/providers.ts';
import { finishBlock, markOverdue } from '../store/blocks.ts';
import type { Key } from '../store/keys.ts';
import { loadRecord } from '../store/records.ts';
import type { Settled } from '../store/settling.ts';

const steps: Readonly<Record<ChargeStep['kind'], (charge: Charge, now: Instant) => Promise<unknown>>> = {
  resume: (charge, now) => (charge.type === 'refund' ? giveBack(charge, now) : collect(charge, now)),
  abandon,
  overdue: async (charge, now) => {
    if (await isTooSmall(charge)) return letGo(charge, now);
    await markOverdue(charge, now);
    return finishBlock({ ...charge, block: 'blocking' }, now);
  },
  block: finishBlock,
  lift: finishBlock,
};

/** Nobody could pay it: it would block its account for good. */
const isTooSmall = async ({ amount }: Charge): Promise<boolean> =>
  amount.amount < (await chosenProvider()).leastPayment.amount;

const letGo = ({ account, chargeId }: Charge, now: Instant): Promise<Settled> =>
  settle(account, chargeId, {
    event: 'waived',
    at: now,
    by: 'schedule',
    reason: 'It is less than can be paid.',
  });

/** What time asks of a charge, if it still does. */
export async function doChargeWork(key: Key, now: Instant): Promise<void> {
  const kept = await loadRecord<Charge>(key);
  const step = kept && nextChargeStep(kept.value);
  if (kept && step && step.at <= now) await steps[step.kind](kept.value, now);
}
