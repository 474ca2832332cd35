import { buy } from '../../e2e/support/business.ts';
import type { Caller } from '../../e2e/support/caller.ts';
import { eventually } from '../../e2e/support/time.ts';
import type { Route } from './routes.ts';

/** Who runs the platform. */
export const platform = { sub: 'user_admin', groups: ['admin'] } as const;
/** Whose pages are looked at: with the sample data's use, packs and slots, and a company that sells themes. */
export const looker = { sub: 'user_001', accounts: ['company_northlight'] } as const;

/** The sample themes are validated while the desk answers already: waits until both are on sale. */
export const themesOnSale = (caller: Caller): Promise<readonly { themeId: string; name: string }[]> =>
  eventually(async () => {
    const { body } = await caller.call('GET /v1/themes?sort=price');
    expect(body.items.length).toBeGreaterThanOrEqual(2);
    return body.items;
  }, 60);

/** What stands for the variable parts of the pages' addresses. */
export async function thingsToSee(owner: Caller): Promise<Readonly<Record<string, string>>> {
  const [first, second] = await themesOnSale(owner);
  const { status, body } = await buy(owner, 'user_001', 'cap_10');
  expect(status).toBe(201);
  // Until then there is none to read, and a browser counts that as an error.
  const paidTo = { destination: 'sandbox_ok' };
  await owner.call('PUT /v1/accounts/company_northlight/payout-account', paidTo);
  return {
    account: 'user_001',
    chargeId: body.charge.chargeId,
    themeId: first?.themeId ?? '',
    soldThemeId: second?.themeId ?? '',
  };
}

/** The same for a page: a creator's are those of the company that sells themes. */
export const ownThings = (
  { template }: Route,
  { soldThemeId = '', ...things }: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> =>
  template.includes('/creator') ? { account: 'company_northlight', themeId: soldThemeId } : things;
