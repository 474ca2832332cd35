import { buy } from '../../e2e/support/business.ts';
import type { Caller } from '../../e2e/support/caller.ts';
import { eventually } from '../../e2e/support/time.ts';
import type { Route } from './routes.ts';

/** Who runs the platform. */
export const platform = { sub: 'user_admin', groups: ['admin'] } as const;
/** Whose pages are looked at: with the sample data's use, packs and slots, and a company that sells themes. */
export const looker = { sub: 'user_001', accounts: ['company_northlight'] } as const;

interface ThemeOnSale {
  readonly themeId: string;
  readonly name: string;
}

/** The sample themes: one that is free, one that is sold. They are validated while the desk answers already. */
export const sampleThemes = (
  caller: Caller,
): Promise<{ readonly free: ThemeOnSale; readonly sold: ThemeOnSale }> =>
  eventually(async () => {
    const { body } = await caller.call('GET /v1/themes?limit=100');
    const by = (maker: string) => body.items.find(({ creator }: { creator: string }) => creator === maker);
    const themes = { free: by('company_real-deal'), sold: by('company_northlight') };
    expect(Object.values(themes)).not.toContain(undefined);
    return themes;
  }, 60);

/** What stands for the variable parts of the pages' addresses. */
export async function thingsToSee(owner: Caller): Promise<Readonly<Record<string, string>>> {
  const { free, sold } = await sampleThemes(owner);
  const { status, body } = await buy(owner, 'user_001', 'cap_10');
  expect(status).toBe(201);
  // Until then there is none to read, and a browser counts that as an error.
  const paidTo = { destination: 'sandbox_ok' };
  await owner.call('PUT /v1/accounts/company_northlight/payout-account', paidTo);
  return {
    account: 'user_001',
    chargeId: body.charge.chargeId,
    themeId: free.themeId,
    soldThemeId: sold.themeId,
  };
}

/** The same for a page: a creator's are those of the company that sells themes. */
export const ownThings = (
  { template }: Route,
  { soldThemeId = '', ...things }: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> =>
  template.includes('/creator') ? { account: 'company_northlight', themeId: soldThemeId } : things;
