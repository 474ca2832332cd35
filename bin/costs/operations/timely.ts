import { type Instant, parseInstant } from '../../../functions/domain/time.ts';
import { metering } from '../metering.ts';
import type { Operation } from '../operation.ts';
import { ask, shareOf, type Till, usageEvent } from '../till.ts';

const ACCOUNTS = 100;

/** Accounts that have used bandwidth and hold a job slot: made at the first call. */
let made = false;

async function haveAccounts(till: Till): Promise<void> {
  if (made) return;
  made = true;
  for (let nth = 0; nth < ACCOUNTS; nth += 1) {
    const { account } = await till.newcomer();
    await ask(till.machine, 202, 'POST /v1/usage-events', [usageEvent(till, account, 1_500_000)]);
    await ask(till.machine, 201, `POST /v1/accounts/${account}/job-slots`, {
      jobId: 'job_0',
      leaseSeconds: 86_400,
    });
  }
  await till.desk.drain();
}

/** What the moment `at` brings to an account, after all that was due before. */
async function broughtBy({ desk }: Till, before: Instant, at: Instant) {
  await desk.moveClock(before);
  return shareOf(await metering(() => desk.moveClock(at)), ACCOUNTS);
}

/** What time brings about, for an account of a hundred that it is brought to at once. */
export const timely = {
  daily: {
    title: "an account's daily work and snapshot",
    movesClock: true,
    measure: async (till) => {
      await haveAccounts(till);
      return broughtBy(till, parseInstant('2026-05-20T23:59:00Z'), parseInstant('2026-05-21T00:00:30Z'));
    },
  },

  close: {
    title: 'the daily work that closes a month, nothing owed',
    movesClock: true,
    measure: async (till) => {
      await haveAccounts(till);
      return broughtBy(till, parseInstant('2026-06-01T23:59:00Z'), parseInstant('2026-06-02T00:00:30Z'));
    },
  },
} satisfies Record<string, Operation>;
