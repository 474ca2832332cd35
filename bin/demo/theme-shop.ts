import { type ApiClient, must } from '../api-client.ts';
import type { Money } from './shop.ts';
import type { Stage } from './stage.ts';

/** Whose theme the last part of the tour is about, and what it costs. */
export const creatorOf = (stage: Stage): string => stage.account('creator', 'company');

/** By which a theme of this run is found among others. */
export const nameOf = (stage: Stage): string => `Daylight, by ${creatorOf(stage)}`;

export const PRICE = { mode: 'fixed', amount: { amount: 19_900, currency: 'CNY' } } as const;

export interface StoreTheme {
  readonly themeId: string;
  readonly name: string;
  readonly installs: number;
  readonly rating: { readonly count: number; readonly average: number | null };
}

/** The theme of this run, as the store's list shows it. */
export async function themeOf(stage: Stage): Promise<StoreTheme> {
  const anyone = await stage.as({ sub: stage.account('passer-by') });
  const answer = await anyone.call<{ items: StoreTheme[] }>('GET /v1/themes?tag=demo&limit=100');
  const found = must(200, answer).items.find(({ name }) => name === nameOf(stage));
  if (!found) throw new Error(`${nameOf(stage)} is not in the store.`);
  return found;
}

export interface Earnings {
  readonly items: readonly { readonly state: string; readonly share: Money }[];
  readonly balance: Readonly<Record<'available' | 'maturing' | 'paying' | 'paid', Money>>;
  readonly payouts: readonly { readonly state: string; readonly amount: Money }[];
}

/** What the creator has. */
export async function earningsOf(stage: Stage): Promise<Earnings> {
  const path = `GET /v1/accounts/${creatorOf(stage)}/earnings`;
  return must(200, await (await asCreator(stage)).call<Earnings>(path));
}

export const asCreator = (stage: Stage): Promise<ApiClient> =>
  stage.as({ sub: stage.account('maker'), accounts: [creatorOf(stage)] });

export const sharesIn = ({ items }: Earnings): number =>
  items.reduce((sum, { share }) => sum + share.amount, 0);
