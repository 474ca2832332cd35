import type { AccountId } from '../../../../functions/domain/accounts.ts';
import { type Account, ask, each, freshId, freshKey, type Harness, shareOf, usageEvent } from '../harness.ts';
import { metering } from '../metering.ts';
import type { Operation } from '../operation.ts';

const EVENTS = 1_000;

/** 1,000 events per call, `k` per account. The accounts have usage already. */
const reporting = (k: number): Operation => ({
  title: `report 1,000 events, ${k} of an account`,
  measure: async (harness) => {
    const accounts: Account[] = [];
    for (let each = 0; each < EVENTS / k; each += 1) accounts.push(await harness.newAccount());
    const batch = () =>
      accounts.flatMap(({ account }) =>
        Array.from({ length: k }, () => usageEvent(harness, account, 1_500_000)),
      );
    return each(
      { ...harness, repeats: Math.ceil(harness.repeats / 3) },
      async () => batch(),
      (events) => ask(harness.machine, 202, 'POST /v1/usage-events', events),
    );
  },
});

/** Reporting and correcting usage. */
export const usage = {
  report1: reporting(1),
  report10: reporting(10),
  report100: reporting(100),

  archive: {
    title: 'archive a batch of 100 events (part of the above)',
    measure: async ({ stack, repeats }) => {
      const { archiveEvents } = await import('../../../../functions/archive/archive.ts');
      const at = stack.clock.now();
      const event = () => ({
        account: 'user_archived' as AccountId,
        meter: 'bandwidth',
        source: 'cdn-edge-07',
        id: freshId(),
        at,
        amount: 1_500_000,
      });
      return shareOf(
        await metering(async () => {
          for (let time = 0; time < repeats; time += 1)
            await archiveEvents(Array.from({ length: 100 }, event), at);
        }),
        repeats,
      );
    },
  },

  correct: {
    title: 'correct an event',
    measure: (harness) =>
      each(
        harness,
        () => counted(harness),
        (correction) => ask(harness.machine, 201, 'POST /v1/usage-corrections', correction, freshKey()),
      ),
  },
} satisfies Record<string, Operation>;

/** Reports an event, and returns how to correct it. */
async function counted(harness: Harness) {
  const { account } = await harness.newAccount();
  const event = usageEvent(harness, account, 1_500_000);
  await ask(harness.machine, 202, 'POST /v1/usage-events', [event]);
  const { source, id, time } = event;
  return {
    account,
    meter: 'bandwidth',
    source,
    id,
    time,
    amount: 1_000_000,
    reason: 'The log was cut short',
  };
}
