import { type Account, ask, each, freshKey, type Harness } from '../harness.ts';
import type { Operation } from '../operation.ts';

/** Creates an account with a contact. */
async function buyer(harness: Harness): Promise<Account> {
  const newAccount = await harness.newAccount();
  const { account, owner } = newAccount;
  await ask(owner, 200, `PUT /v1/accounts/${account}/contact`, { email: `${account}@example.com` });
  return newAccount;
}

const method = { paymentMethod: 'sandbox_ok' };

const buy = ({ account, owner }: Account, packType: string) =>
  ask<{ purchaseId: string }>(
    owner,
    201,
    `POST /v1/accounts/${account}/purchases`,
    { packType, ...method },
    freshKey(),
  );

/** Purchases and confirmations, without the payment provider's fees. */
export const money = {
  purchase: {
    title: 'buy a pack, with settlement and notifications',
    measure: (harness) =>
      each(
        harness,
        () => buyer(harness),
        (account) => buy(account, 'cap_50'),
      ),
  },

  renewal: {
    title: 'renew a pack',
    measure: (harness) =>
      each(
        harness,
        async () => {
          const renewer = await buyer(harness);
          const { purchaseId } = await buy(renewer, 'slots_5_sub');
          return { ...renewer, purchaseId };
        },
        ({ account, owner, purchaseId }) => {
          const path = `POST /v1/accounts/${account}/purchases/${purchaseId}/renewals`;
          return ask(owner, 201, path, method, freshKey());
        },
      ),
  },

  confirm: {
    title: 'quote and confirm overage',
    measure: (harness) =>
      each(
        harness,
        () => buyer(harness),
        async ({ account, owner }) => {
          const wish = { meter: 'bandwidth', amount: 2_000_000_000 };
          const path = `POST /v1/accounts/${account}`;
          const { quoteId } = await ask<{ quoteId: string }>(owner, 201, `${path}/overage-quotes`, wish);
          await ask(owner, 201, `${path}/overage-confirmations`, { quoteId }, freshKey());
        },
      ),
  },
} satisfies Record<string, Operation>;
