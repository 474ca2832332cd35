import { openReceiver } from '../../demo/receiver.ts';
import type { Operation } from '../operation.ts';
import { type Account, ask, each, freshId, type Till } from '../till.ts';

/** What customers' servers are told. */
export const telling = {
  webhook: {
    title: 'deliver a fact as a webhook',
    measure: async (till) => {
      const receiver = await openReceiver();
      const { publish } = await import('../../../functions/queue/bus.ts');
      const subscribed = async () => subscriber(till, receiver.url);
      try {
        return await each(till, subscribed, ({ account }) =>
          publish([
            {
              id: `evt_${freshId().replaceAll('-', '')}`,
              type: 'quota.warning',
              account,
              at: till.desk.clock.now(),
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

async function subscriber(till: Till, url: string): Promise<Account> {
  const newcomer = await till.newcomer();
  const { account, owner } = newcomer;
  await ask(owner, 201, `POST /v1/accounts/${account}/webhook-endpoints`, { url, events: ['quota.warning'] });
  return newcomer;
}
