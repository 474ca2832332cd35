import { type AccountId, isAccountId } from '../domain/accounts.ts';
import type { Charge } from '../domain/charges/charges.ts';
import { ApiError } from '../domain/errors.ts';
import { chargeIdOf, type Operation, purchaseIdOf } from '../domain/ids.ts';
import { cny } from '../domain/money.ts';
import {
  type Entitlement,
  newSale,
  planSale,
  type Sale,
  type SalePlan,
  saleCharge,
} from '../domain/theme-store/sales.ts';
import type { Theme } from '../domain/theme-store/themes.ts';
import type { Instant } from '../domain/time.ts';
import { scheduleAccount } from '../store/accounts/accounts.ts';
import { requireCharge } from '../store/charges/charges.ts';
import { purchasePending } from '../store/packs/pending.ts';
import { loadEntitlement } from '../store/theme-store/entitlements.ts';
import { beginSale, grantFree, listSales, loadSale, requireSale } from '../store/theme-store/sales.ts';
import { requireTheme, themeUnknown } from '../store/theme-store/themes.ts';
import {
  type ChosenMethod,
  chosenMethod,
  paidBy,
  payNow,
  previewAnswer,
  refuseChangedTerms,
  refuseOtherPrice,
  requireBegun,
  type SeenPrice,
  withPayment,
} from './checkout.ts';
import { salesContract } from './contract/sales.ts';
import { heldThemes, rateHeld } from './held-themes.ts';
import { auditedReads } from './kernel/audited-reads.ts';
import { type Caller, mayActFor } from './kernel/auth.ts';
import type { Answer, Call } from './kernel/call.ts';
import { endpoint } from './kernel/http.ts';
import { answerOnce } from './kernel/idempotency.ts';
import { saleView } from './right-views.ts';

export const handler = endpoint(salesContract, answerOnce, {
  'POST /v1/themes/{themeId}/purchases': buyTheme,
  'GET /v1/accounts/{account}/themes': heldThemes,
  'PUT /v1/accounts/{account}/themes/{themeId}/rating': rateHeld,

  'GET /v1/accounts/{account}/theme-purchases': async ({ params: { account }, query }) => {
    const { items, nextCursor } = await listSales(account, query);
    return { status: 200, body: { items: items.map(listedView), nextCursor } };
  },

  'GET /v1/accounts/{account}/theme-purchases/{purchaseId}': async ({ params: { account, purchaseId } }) => {
    const { value: sale } = await requireSale(account, purchaseId);
    const charge = sale.chargeId === null ? null : (await requireCharge(account, sale.chargeId)).value;
    return { status: 200, body: await boughtView(sale, charge) };
  },
}).use(auditedReads);

type BuyCall = Call<(typeof salesContract)['POST /v1/themes/{themeId}/purchases']>;

async function buyTheme({ params, query, body, now, operation, caller }: BuyCall): Promise<Answer> {
  const account = buyerOf(body.account, caller);
  // Read the entitlement before the sale: a concurrent copy of this request writes both in one transaction.
  const right = await loadEntitlement(account, params.themeId);
  const known = query.preview ? undefined : await loadSale(account, purchaseIdOf(operation));
  if (known) return finish(known.value, now);
  const theme = await themeFor(params.themeId, caller);
  const terms = termsOf(theme);
  refuseChangedTerms(body.termsDigest, terms);
  const plan = planFor(theme, account, right?.value ?? null, body.price, now, body.allowPending);
  const method = plan.amount === null ? null : await methodOf(body.paymentMethod);
  if (query.preview) return previewAnswer({ themeId: theme.themeId, account }, plan, terms);
  await scheduleAccount(account, now);
  const sale = await begin(theme, account, plan, method, operation, caller.subject, body.allowPending);
  return finish(sale, now);
}

/**
 * Returns the buyer: the named account, or the caller. Throws `forbidden` if the caller may not act for the account.
 */
function buyerOf(named: AccountId | undefined, caller: Caller): AccountId {
  const account = named ?? caller.subject;
  const errors = [{ path: '/account', detail: 'Send the account that buys.' }];
  if (!isAccountId(account))
    throw new ApiError(
      'validation-failed',
      `${account} is not an account. Send the account that buys as \`account\`.`,
      { errors },
    );
  if (!mayActFor(caller, account))
    throw new ApiError(
      'forbidden',
      'This token does not grant access to the account. Use a token of a user who may act for it.',
    );
  return account;
}

function methodOf(paymentMethod: string | undefined): Promise<ChosenMethod> {
  if (paymentMethod !== undefined) return chosenMethod(paymentMethod);
  throw new ApiError('validation-failed', 'The theme is not free. Send a `paymentMethod`.', {
    errors: [{ path: '/paymentMethod', detail: 'Required because the theme is not free.' }],
  });
}

/** Begins the sale; a free theme is given at once. Throws `unavailable` as `requireBegun` does. */
async function begin(
  theme: Theme,
  account: AccountId,
  plan: SalePlan,
  method: ChosenMethod | null,
  operation: Operation,
  by: string,
  allowPending?: boolean,
): Promise<Sale> {
  if (plan.amount === null || method === null)
    return grantFree(newSale(theme, account, null, operation), operation, by);
  const sale = newSale(theme, account, chargeIdOf(operation), operation);
  const charge = saleCharge(sale, { ...plan, amount: plan.amount }, paidBy(method), operation);
  requireBegun(await beginSale({ value: sale, version: 0 }, charge, operation, by, allowPending));
  return sale;
}

/** Collects the payment, unless the theme is free, and returns the resulting sale. */
async function finish(sale: Sale, now: Instant): Promise<Answer> {
  const { account, purchaseId, chargeId } = sale;
  if (chargeId === null) return { status: 201, body: await boughtView(sale, null) };
  const paid = await payNow((await requireCharge(account, chargeId)).value, now);
  const { value } = await requireSale(account, purchaseId);
  return { status: 201, body: await boughtView(value, paid) };
}

async function boughtView(sale: Sale, charge: Charge | null) {
  const right = await loadEntitlement(sale.account, sale.themeId);
  return withPayment(saleView(sale, right?.value ?? null), charge);
}

/** A list shows each sale alone. The account's themes show what all sales add up to. */
function listedView(sale: Sale) {
  const { expiresAt: _, ...view } = saleView(sale, null);
  return view;
}

/** Returns the terms that a buyer agrees to. */
const termsOf = ({ themeId, name, creator, price }: Theme) => ({ themeId, name, creator, price });

/**
 * Returns a theme that the caller may see. Throws `theme-unknown`, also for a theme that was never on sale and belongs
 * to another creator.
 */
async function themeFor(themeId: string, caller: Caller): Promise<Theme> {
  const { value: theme } = await requireTheme(themeId);
  if (theme.onSale === null && !mayActFor(caller, theme.creator)) throw themeUnknown(themeId);
  return theme;
}

/**
 * Plans the purchase of a theme. Throws `theme-not-on-sale`; `conflict` if there is nothing to buy or the price
 * differs; `purchase-pending`.
 */
function planFor(
  theme: Theme,
  buyer: AccountId,
  entitlement: Entitlement | null,
  seen: SeenPrice | undefined,
  now: Instant,
  allowPending = false,
): SalePlan {
  const { themeId, name } = theme;
  const planned = planSale(theme, buyer, entitlement, now);
  if (planned.kind === 'not-on-sale')
    throw new ApiError(
      'theme-not-on-sale',
      `${name} (${themeId}) is not on sale. GET /v1/themes lists the themes on sale.`,
    );
  if (planned.kind === 'own-work')
    throw new ApiError('conflict', `${buyer} created ${name} and can use it without a purchase.`);
  if (planned.kind === 'owned')
    throw new ApiError('conflict', `The account already owns ${name}. No further purchase is needed.`);
  if (entitlement?.buying && theme.price.mode === 'fixed' && !allowPending)
    throw purchasePending(themeId, entitlement.buying);
  if (seen) refuseOtherPrice(themeId, planned.plan.amount ?? cny(0), seen);
  return planned.plan;
}
