import type { Operation } from '../operation.ts';
import { type Account, ask, each, freshKey, type Till } from '../till.ts';

/** An account that has said where to write to. */
async function buyer(till: Till): Promise<Account> {
  const newcomer = await till.newcomer();
  const { account, owner } = newcomer;
  await ask(owner, 200, `PUT /v1/accounts/${account}/contact`, { email: `${account}@example.com` });
  return newcomer;
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

/** What is bought and agreed to; the payment provider's own fees apart. */
export const money = {
  purchase: {
    title: 'buy a pack: begin, settle, hear of it, tell of it',
    measure: (till) =>
      each(
        till,
        () => buyer(till),
        (account) => buy(account, 'cap_50'),
      ),
  },

  renewal: {
    title: 'renew a pack',
    measure: (till) =>
      each(
        till,
        async () => {
          const renewer = await buyer(till);
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
    title: 'ask what use beyond the limit costs, and confirm it',
    measure: (till) =>
      each(
        till,
        () => buyer(till),
        async ({ account, owner }) => {
          const wish = { meter: 'bandwidth', amount: 2_000_000_000 };
          const path = `POST /v1/accounts/${account}`;
          const { quoteId } = await ask<{ quoteId: string }>(owner, 201, `${path}/overage-quotes`, wish);
          await ask(owner, 201, `${path}/overage-confirmations`, { quoteId }, freshKey());
        },
      ),
  },
} satisfies Record<string, Operation>;
