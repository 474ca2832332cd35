import { untouched } from '../../../functions/domain/metering/balances.ts';
import { quotaOf } from '../../../functions/domain/metering/quota.ts';
import { requireMeter } from '../../../functions/domain/meters.ts';
import { cny } from '../../../functions/domain/money.ts';
import { catalogue, MOST_LIMIT } from '../../../functions/domain/packs/packs.ts';
import {
  afterStep,
  checkGrants,
  MOST_PACKS,
  newPurchase,
  nextStep,
  PACK_GRACE,
  type Purchase,
  packCharge,
  planPurchase,
  planRenewal,
  termFrom,
} from '../../../functions/domain/packs/purchases.ts';
import { periodOf } from '../../../functions/domain/periods.ts';
import { DAY, HOUR, type Instant, plus } from '../../../functions/domain/time.ts';
import { NOW } from '../../support/arbitraries.ts';
import { operation } from '../../support/example-charge.ts';
import { accountNamed } from '../../support/grants.ts';

const account = accountNamed('user_001');
const packOf = (packType: string) => {
  const pack = catalogue.find((each) => each.packType === packType);
  if (!pack) throw new Error(`There is no pack ${packType}.`);
  return pack;
};
const card = { provider: 'sandbox', method: 'card_ok' } as const;
const bought = newPurchase(account, packOf('cap_10'), operation);
const active: Purchase = { ...bought, state: 'active', ...termFrom(bought.terms, NOW) };
const endsAt = plus(NOW, 365 * DAY);

/** The purchase after the steps that are due at a time, each taken as it comes. */
function stepped(purchase: Purchase, now: Instant): Purchase {
  let current = purchase;
  for (let step = nextStep(current); step && step.at <= now; step = nextStep(current))
    current = afterStep(current, step, now);
  return current;
}

describe('a purchase of a pack', () => {
  it('begins without a term, waiting for the payment of its charge', () => {
    expect(bought).toMatchObject({ account, state: 'pendingPayment', startsAt: null, endsAt: null });
    expect(newPurchase(account, packOf('cap_10'), operation)).toEqual(bought);
  });

  it.each([
    ['purchase', 'cap_10', 'capacityPack'],
    ['renewal', 'slots_5', 'jobSlotPack'],
  ] as const)('has a charge for its %s, as planned', (kind, packType, type) => {
    const purchase = newPurchase(account, packOf(packType), operation);
    const plan = planPurchase(purchase.terms, NOW);
    expect(packCharge(purchase, plan, kind, card, operation)).toMatchObject({
      chargeId: purchase.chargeId,
      type,
      subject: { kind, purchaseId: purchase.purchaseId, packType },
      amount: plan.amount,
      lines: plan.lines,
      reason: plan.reason,
      payment: { ...card, open: true },
    });
  });
});

describe('what time does to a pack', () => {
  it('reminds 7 days and 1 day before the end, ends it, and takes its capacity 72 hours later', () => {
    const at = (before: number) => stepped(active, plus(endsAt, -before));
    expect(at(7 * DAY + HOUR)).toEqual(active);
    expect(at(7 * DAY)).toEqual({ ...active, reminded: 7 });
    expect(at(DAY)).toEqual({ ...active, reminded: 1 });
    expect(at(0)).toEqual({ ...active, state: 'expiring', reminded: 0 });
    expect(at(1 - PACK_GRACE)).toMatchObject({ state: 'expiring' });
    expect(at(-PACK_GRACE)).toMatchObject({ state: 'expired' });
  });

  it('counts reminders that were missed as made, so that only the latest is sent', () => {
    const first = nextStep(active);
    if (!first) throw new Error('A pack with an end has a next step.');
    expect(afterStep(active, first, plus(endsAt, -HOUR))).toEqual({ ...active, reminded: 1 });
    expect(afterStep(active, first, plus(endsAt, HOUR))).toEqual({ ...active, reminded: 0 });
  });

  it('does nothing to a pack without an end, nor to one that has expired', () => {
    expect(nextStep({ ...active, endsAt: null })).toBeNull();
    expect(nextStep({ ...active, state: 'expired' })).toBeNull();
  });
});

describe('the plan of an order', () => {
  const mixed = { ...packOf('cap_10'), grants: { storage: 10, bandwidth: 20, jobSlots: 1 } };

  it('of a purchase grants all of the pack, at its price', () => {
    expect(planPurchase(mixed, NOW)).toMatchObject({
      terms: mixed,
      grants: mixed.grants,
      amount: mixed.price,
    });
  });

  it('of a renewal grants counters alone, at the price of the renewal', () => {
    const listed = { ...mixed, price: cny(1_000) };
    const planned = planRenewal({ ...active, terms: mixed }, plus(endsAt, -DAY), listed);
    expect(planned).toMatchObject({
      kind: 'planned',
      plan: { terms: listed, grants: { bandwidth: 20 }, amount: cny(1_000) },
    });
  });
});

describe('the check of grants', () => {
  const meter = requireMeter('bandwidth');
  const grant = { grantId: 'g', packType: 'cap_10', amount: 0, expiresAt: null };
  const quotaWith = (limit: number, packs = 0) =>
    quotaOf(
      meter,
      { ...untouched(meter), left: limit, grants: Array.from({ length: packs }, () => grant) },
      periodOf(NOW),
      NOW,
      false,
    );
  const bandwidth = { grants: { bandwidth: 10 } };

  it('accepts what lifts a limit to the largest exact integer, and refuses one more', () => {
    const [fits, high] = [quotaWith(MOST_LIMIT - 10), quotaWith(MOST_LIMIT - 9)];
    for (const kind of ['purchase', 'renewal'] as const) {
      expect(checkGrants([fits], bandwidth, kind)).toEqual({ kind: 'accepted' });
      expect(checkGrants([high], bandwidth, kind)).toEqual({ kind: 'limit-too-high', quota: high });
      expect(checkGrants([high], { grants: { storage: 10 } }, kind)).toEqual({ kind: 'accepted' });
    }
  });

  it('refuses one more than 500 packs of a meter; a renewal adds none', () => {
    const [fits, full] = [quotaWith(100, MOST_PACKS - 1), quotaWith(100, MOST_PACKS)];
    expect(checkGrants([fits], bandwidth, 'purchase')).toEqual({ kind: 'accepted' });
    expect(checkGrants([full], bandwidth, 'purchase')).toEqual({ kind: 'too-many-packs', quota: full });
    expect(checkGrants([full], bandwidth, 'renewal')).toEqual({ kind: 'accepted' });
    expect(checkGrants([full], { grants: { storage: 10 } }, 'purchase')).toEqual({ kind: 'accepted' });
  });
});
