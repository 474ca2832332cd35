import type { AccountId } from '../domain/accounts.ts';
import type { Charge } from '../domain/charges/charges.ts';
import { ApiError } from '../domain/errors.ts';
import { chargeIdOf } from '../domain/ids.ts';
import { MOST_LIMIT, type Pack } from '../domain/packs/packs.ts';
import {
  checkGrants,
  MOST_PACKS,
  newPurchase,
  PACK_GRACE,
  type PackPlan,
  type Purchase,
  packCharge,
  planPurchase,
  planRenewal,
} from '../domain/packs/purchases.ts';
import { type Instant, iso, plus } from '../domain/time.ts';
import { scheduleAccount } from '../store/accounts/accounts.ts';
import { loadQuotas } from '../store/balances/quotas.ts';
import { loadCharge, requireCharge } from '../store/charges/charges.ts';
import { findPack, loadOffers } from '../store/packs/catalogue.ts';
import { purchasePending, refusePending } from '../store/packs/pending.ts';
import { beginPurchase, listPurchases, purchaseOf, requirePurchase } from '../store/packs/purchases.ts';
import { retryOnConflict } from '../store/table/conditional-write.ts';
import type { Versioned } from '../store/table/versioned.ts';
import {
  chosenMethod,
  paidBy,
  payNow,
  previewAnswer,
  refuseChangedTerms,
  refuseOtherPrice,
  refuseTooMuch,
  requireBegun,
  withPayment,
} from './checkout.ts';
import { purchasesContract } from './contract/purchases.ts';
import { auditedReads } from './kernel/audited-reads.ts';
import type { Answer } from './kernel/call.ts';
import { endpoint } from './kernel/http.ts';
import { answerOnce } from './kernel/idempotency.ts';

export const handler = endpoint(purchasesContract, answerOnce, {
  'GET /v1/packs': async () => ({ status: 200, body: { items: await loadOffers() } }),

  'POST /v1/accounts/{account}/purchases': async ({ params: { account }, query, body, ...call }) => {
    const { now, operation, caller } = call;
    const method = await chosenMethod(body.paymentMethod);
    const chargeId = chargeIdOf(operation);
    const known = query.preview ? undefined : await loadCharge(account, chargeId);
    if (known) return finish(known.value, now);
    const pack = await packOnSale(body.packType);
    refuseChangedTerms(body.termsDigest, pack);
    if (body.price) refuseOtherPrice(pack.packType, pack.price, body.price);
    const plan = planPurchase(pack, now);
    refuseTooMuch(method, plan.amount);
    if (query.preview) return previewOf(account, plan, now);
    await refuseGrants(account, plan, 'purchase', now);
    if (!body.allowPending) await refusePending(account, pack.packType);
    await scheduleAccount(account, now);
    const purchase = newPurchase(account, pack, operation);
    const charge = packCharge(purchase, plan, 'purchase', paidBy(method), operation);
    const begun = await retryOnConflict(() =>
      beginPurchase({ value: purchase, version: 0 }, charge, operation, caller.subject),
    );
    return finish(requireBegun(begun), now);
  },

  'GET /v1/accounts/{account}/purchases': async ({ params: { account }, query }) => {
    const { items, nextCursor } = await listPurchases(account, query);
    return { status: 200, body: { items: items.map(purchaseView), nextCursor } };
  },

  'GET /v1/accounts/{account}/purchases/{purchaseId}': async ({ params: { account, purchaseId } }) => {
    const { value: purchase } = await requirePurchase(account, purchaseId);
    const { value: charge } = await requireCharge(account, purchase.chargeId);
    return { status: 200, body: withPayment(purchaseView(purchase), charge) };
  },

  'POST /v1/accounts/{account}/purchases/{purchaseId}/renewals': async ({ params, query, body, ...call }) => {
    const { account, purchaseId } = params;
    const { now, operation, caller } = call;
    const method = await chosenMethod(body.paymentMethod);
    const chargeId = chargeIdOf(operation);
    const begun = await retryOnConflict(async () => {
      // Read the purchase before the charge: a concurrent copy of this request writes both in one transaction.
      const found = await requirePurchase(account, purchaseId);
      const known = query.preview ? undefined : await loadCharge(account, chargeId);
      if (known) return { kind: 'begun', charge: known.value } as const;
      const plan = await renewalOf(found.value, now, body.allowPending);
      refuseChangedTerms(body.termsDigest, plan.terms);
      refuseTooMuch(method, plan.amount);
      if (query.preview) return { kind: 'preview', plan } as const;
      await refuseGrants(account, plan, 'renewal', now);
      const renewing: Versioned<Purchase> = { ...found, value: { ...found.value, renewing: chargeId } };
      const charge = packCharge(found.value, plan, 'renewal', paidBy(method), operation);
      return beginPurchase(renewing, charge, operation, caller.subject);
    });
    return begun.kind === 'preview' ? previewOf(account, begun.plan, now) : finish(requireBegun(begun), now);
  },
}).use(auditedReads);

/** Collects the payment and returns the resulting purchase. */
async function finish(charge: Charge, now: Instant): Promise<Answer> {
  const paid = await payNow(charge, now);
  const { value: purchase } = await purchaseOf(paid);
  return { status: 201, body: withPayment(purchaseView(purchase), paid) };
}

const purchaseView = (purchase: Purchase) => ({
  purchaseId: purchase.purchaseId,
  account: purchase.account,
  packType: purchase.terms.packType,
  state: purchase.state,
  createdAt: iso(purchase.createdAt),
  startsAt: purchase.startsAt === null ? null : iso(purchase.startsAt),
  endsAt: purchase.endsAt === null ? null : iso(purchase.endsAt),
  graceEndsAt: purchase.endsAt === null ? null : iso(plus(purchase.endsAt, PACK_GRACE)),
  terms: purchase.terms,
});

async function packOnSale(packType: string): Promise<Pack> {
  const found = await findPack(packType);
  const errors = [{ path: '/packType', detail: 'GET /v1/packs lists the available packs.' }];
  if (!found)
    throw new ApiError(
      'pack-unknown',
      `There is no pack ${packType}. GET /v1/packs lists the available packs.`,
      { errors },
    );
  if (found.retired)
    throw new ApiError(
      'pack-retired',
      `Pack ${packType} is no longer sold. GET /v1/packs lists the available packs.`,
      { errors },
    );
  return found.pack;
}

/** Throws `conflict` if the account's quotas cannot take the grants of an order. */
async function refuseGrants(
  account: AccountId,
  plan: PackPlan,
  kind: 'purchase' | 'renewal',
  now: Instant,
): Promise<void> {
  const checked = checkGrants(await loadQuotas(account, now), plan, kind);
  if (checked.kind === 'limit-too-high') {
    const { meter, unit } = checked.quota;
    throw new ApiError(
      'conflict',
      `The limit of ${meter} would exceed ${MOST_LIMIT} ${unit}s. Buy a smaller pack, or wait until another pack expires.`,
    );
  }
  if (checked.kind === 'too-many-packs')
    throw new ApiError(
      'conflict',
      `The account has reached the limit of ${MOST_PACKS} packs of ${checked.quota.meter}. Wait until one expires, then buy a larger pack.`,
    );
}

async function renewalOf(purchase: Purchase, now: Instant, allowPending = false): Promise<PackPlan> {
  const { account, purchaseId, renewing, terms } = purchase;
  const listed = await findPack(terms.packType);
  const planned = planRenewal(purchase, now, listed && !listed.retired ? listed.pack : null);
  if (planned.kind === 'too-early')
    throw new ApiError(
      'renewal-too-early',
      `${purchaseId} cannot be renewed yet. Renewal opens at ${iso(planned.from)}.`,
    );
  if (planned.kind === 'too-late')
    throw new ApiError(
      'renewal-too-late',
      `Renewal of ${purchaseId} closed at ${iso(planned.until)}. Buy a new pack.`,
    );
  if (planned.kind === 'not-renewable')
    throw new ApiError('conflict', `${purchaseId} cannot be renewed: ${planned.why}.`);
  if (allowPending) return planned.plan;
  if (renewing !== null) throw purchasePending(renewing, purchaseId);
  // `renewing` names the latest renewal. That may have failed while an earlier one is still pending.
  await refusePending(account, purchaseId);
  return planned.plan;
}

async function previewOf(account: AccountId, plan: PackPlan, now: Instant): Promise<Answer> {
  const { terms, grants } = plan;
  const quotas = (await loadQuotas(account, now))
    .filter(({ meter }) => grants[meter] !== undefined)
    .map(({ meter, limit }) => ({ meter, limitBefore: limit, limitAfter: limit + (grants[meter] ?? 0) }));
  return previewAnswer({ packType: terms.packType }, plan, terms, { quotas });
}
