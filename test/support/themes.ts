import { randomBytes } from 'node:crypto';
import type { ThemeVersion } from '../../functions/domain/theme-store/theme-versions.ts';
import type { Theme, ThemePrice } from '../../functions/domain/theme-store/themes.ts';
import { HOUR, plus } from '../../functions/domain/time.ts';
import { accountNamed } from './grants.ts';
import { type Answered, type Client, someone, type TestStack } from './local-stack.ts';
import { freshKey } from './paying.ts';

export const fixed = (amount: number): ThemePrice => ({
  mode: 'fixed',
  amount: { amount, currency: 'CNY' },
});

export const bundle = (amount: number, durationDays = 30): ThemePrice => ({
  mode: 'bundle',
  amount: { amount, currency: 'CNY' },
  durationDays,
});

export interface Publication {
  readonly price: ThemePrice;
  readonly creator?: string;
  readonly name?: string;
  /** Left out, it is on sale; without, it waits for its review. */
  readonly isApproved?: boolean;
}

/** Puts a theme on sale as an approved package does, without one. The store is loaded late: it reads the environment. */
export async function publish(
  desk: TestStack,
  { price, creator = someone(), name = 'Northern light', isApproved = true }: Publication,
): Promise<Theme> {
  const { beginTheme } = await import('../../functions/store/theme-store/themes.ts');
  const { refreshCards } = await import('../../functions/store/theme-store/theme-cards.ts');
  const now = desk.clock.now();
  const themeId = `thm_${now.toString(16).padStart(12, '0')}${randomBytes(10).toString('hex')}`;
  const files = { folder: `published/${themeId}/1/0/`, previews: [] };
  const theme: Theme = {
    themeId,
    creator: accountNamed(creator),
    name,
    description: 'Calm greys, and one accent.',
    tags: ['calm'],
    price,
    createdAt: now,
    latest: 1,
    onSale: isApproved ? 1 : null,
    files: isApproved ? files : null,
    listedAt: isApproved ? now : null,
    delisted: false,
  };
  const version: ThemeVersion = {
    themeId,
    creator: theme.creator,
    name,
    number: 1,
    operation: themeId,
    state: 'passed',
    createdAt: now,
    uploadUntil: plus(now, HOUR),
    upload: { sequencer: '0', eTag: '"0"' },
    checks: [],
    validatedAt: now,
    files,
    review: isApproved ? { decision: 'approve', feedback: null, at: now, by: 'admin' } : null,
    superseded: false,
  };
  await beginTheme(theme, version, theme.creator);
  await refreshCards(themeId);
  return theme;
}

export interface ThemeOrder {
  readonly paymentMethod?: string;
  readonly account?: string;
  readonly price?: { readonly amount: number; readonly currency: string };
}

/** Buys a theme; by the sandbox's method that pays at once, unless it is said otherwise. */
export const buyTheme = (
  buyer: Client,
  { themeId }: Theme,
  order: ThemeOrder = {},
  headers: Readonly<Record<string, string>> = freshKey(),
  // biome-ignore lint/suspicious/noExplicitAny: a test reads answers of every shape, and asserts it
): Promise<Answered<any>> =>
  buyer.call(
    `POST /v1/themes/${themeId}/purchases`,
    { paymentMethod: 'sandbox_ok', ...order },
    { ...headers },
  );
