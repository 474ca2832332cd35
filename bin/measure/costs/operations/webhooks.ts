import { openReceiver } from '../../../demo/receiver.ts';
import { type Account, ask, each, freshId, type Harness } from '../harness.ts';
import type { Operation } from '../operation.ts';

/** Deliveries to customers' servers. */
export const webhooks = {
  webhook: {
    title: 'deliver an event as a webhook',
    measure: async (harness) => {
      const receiver = await openReceiver();
      const { publish } = await import('../../../../functions/queue/bus.ts');
      const subscribed = async () => subscriber(harness, receiver.url);
      try {
        return await each(harness, subscribed, ({ account }) =>
          publish([
            {
              id: `evt_${freshId().replaceAll('-', '')}`,
              type: 'quota.warning',
              account,
              at: harness.stack.clock.now(),
              data: { meter: 'bandwidth', used: 4_100_000_000, limit: 5_000_000_000 },
            },
          ]),
        );
      } finally {
        await receiver.close();
      }
    },
  },
} satisfies Record<string, Operation>;

async function subscriber(harness: Harness, url: string): Promise<Account> {
  const newAccount = await harness.newAccount();
  const { account, owner } = newAccount;
  await ask(owner, 201, `POST /v1/accounts/${account}/webhook-endpoints`, { url, events: ['quota.warning'] });
  return newAccount;
}
