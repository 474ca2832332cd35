import { type ApiClient, must } from '../api-client.ts';
import { money } from './figures.ts';
import { type Charge, keyed, type Money } from './shop.ts';
import type { Act, Stage } from './stage.ts';
import { earningsOf, PRICE, type StoreTheme, sharesIn, themeOf } from './theme-shop.ts';

const PART = 1_990;
/** 70 % of one price, less the part of it that was given back. */
export const SHARE = 13_930 - 1_393;

interface Bought {
  readonly state: string;
  readonly charge: Charge;
}

/** Whoever bought it may use and rate it; a refund takes theme, rating and share back. */
export const themeSale: Act = {
  title: 'Buy the theme, rate it, give one back',
  play: async (stage) => {
    const { themeId } = await themeOf(stage);
    const [first, second] = [stage.account('reader'), stage.account('regretter')];
    const [reader, regretter] = [await stage.as({ sub: first }), await stage.as({ sub: second })];
    const bought = await buy(stage, reader, themeId);
    const again = must(201, await order(reader, themeId));
    stage.expect('the same key again: the same charge', bought.charge.chargeId, again.charge.chargeId, short);
    const regretted = must(201, await order(regretter, themeId));
    stage.expect('answer to buying it for good twice', 409, (await order(reader, themeId, 'twice')).status);
    await expectStylesheet(stage, reader, first);

    await rate(reader, first, themeId, 5);
    await rate(regretter, second, themeId, 2);
    const both = await shownTo(reader, themeId);
    stage.expect('accounts that got it', 2, both.installs);
    stage.expect('its rating, by two', '3.5', String(both.rating.average));

    await giveBack(stage, regretted.charge);
    await giveBack(stage, bought.charge, PART);
    stage.expect('themes of who has the money back', 0, (await themesOf(regretter, second)).length);
    stage.expect(
      'its rating, by the one who is left',
      '5',
      String((await shownTo(reader, themeId)).rating.average),
    );
    const earnings = await earningsOf(stage);
    stage.expect('lines of the creator, all provisional', 4, provisional(earnings.items));
    stage.expect('what its creator will have of it', SHARE, sharesIn(earnings), money);
  },
};

async function buy(stage: Stage, buyer: ApiClient, themeId: string): Promise<Bought> {
  const path = `POST /v1/themes/${themeId}/purchases?preview=true`;
  const plan = must(200, await buyer.call<{ amount: Money }>(path, { paymentMethod: 'sandbox_ok' }));
  const bought = must(201, await order(buyer, themeId));
  stage.expect('state of what was paid for', 'active', bought.state);
  stage.expect('price, as the preview said', plan.amount.amount, bought.charge.amount.amount, money);
  return bought;
}

const order = (buyer: ApiClient, themeId: string, key = 'buy-theme') =>
  buyer.call<Bought>(
    `POST /v1/themes/${themeId}/purchases`,
    { paymentMethod: 'sandbox_ok', price: PRICE.amount },
    keyed(key),
  );

const themesOf = async (buyer: ApiClient, account: string) =>
  must(200, await buyer.call<{ items: { stylesheetUrl: string }[] }>(`GET /v1/accounts/${account}/themes`))
    .items;

async function expectStylesheet(stage: Stage, buyer: ApiClient, account: string): Promise<void> {
  const [held] = await themesOf(buyer, account);
  const { status } = await fetch(held?.stylesheetUrl ?? stage.account('none'));
  stage.expect('answer to its stylesheet, by its link', 200, status);
}

const rate = async (buyer: ApiClient, account: string, themeId: string, stars: number) =>
  must(200, await buyer.call(`PUT /v1/accounts/${account}/themes/${themeId}/rating`, { stars }));

const shownTo = async (buyer: ApiClient, themeId: string): Promise<StoreTheme> =>
  must(200, await buyer.call<StoreTheme>(`GET /v1/themes/${themeId}`));

async function giveBack(stage: Stage, { chargeId, amount }: Charge, part?: number): Promise<void> {
  const admin = await stage.as({ sub: 'user_demo-admin', groups: ['admin'] });
  const wish = part === undefined ? {} : { amount: { ...amount, amount: part } };
  const path = `POST /v1/admin/charges/${chargeId}/refunds`;
  const refund = must(
    201,
    await admin.call<Charge>(path, { reason: 'A tour', ...wish }, keyed(`refund-${chargeId}`)),
  );
  stage.expect('given back', part ?? amount.amount, refund.amount.amount, money);
}

const provisional = (items: readonly { readonly state: string }[]): number =>
  items.filter(({ state }) => state === 'provisional').length;

const short = (id: string): string => `${id.slice(0, 20)}…`;
