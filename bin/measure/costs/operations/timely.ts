import { type Instant, parseInstant } from '../../../../functions/domain/time.ts';
import { ask, type Harness, shareOf, usageEvent } from '../harness.ts';
import { metering } from '../metering.ts';
import type { Operation } from '../operation.ts';

const ACCOUNTS = 100;

/** Accounts with bandwidth usage and a job slot, created at the first call. */
let made = false;

async function haveAccounts(harness: Harness): Promise<void> {
  if (made) return;
  made = true;
  for (let nth = 0; nth < ACCOUNTS; nth += 1) {
    const { account } = await harness.newAccount();
    await ask(harness.machine, 202, 'POST /v1/usage-events', [usageEvent(harness, account, 1_500_000)]);
    await ask(harness.machine, 201, `POST /v1/accounts/${account}/job-slots`, {
      jobId: 'job_0',
      leaseSeconds: 86_400,
    });
  }
  await harness.stack.drain();
}

/** Measures what becomes due at `at`, after everything due before. */
async function broughtBy({ stack }: Harness, before: Instant, at: Instant) {
  await stack.moveClock(before);
  return shareOf(await metering(() => stack.moveClock(at)), ACCOUNTS);
}

/** Scheduled tasks, per account, measured for a hundred accounts at once. */
export const timely = {
  daily: {
    title: 'daily task and snapshot of an account',
    movesClock: true,
    measure: async (harness) => {
      await haveAccounts(harness);
      return broughtBy(harness, parseInstant('2026-05-20T23:59:00Z'), parseInstant('2026-05-21T00:00:30Z'));
    },
  },

  close: {
    title: 'daily task that closes a month, no charge',
    movesClock: true,
    measure: async (harness) => {
      await haveAccounts(harness);
      return broughtBy(harness, parseInstant('2026-06-01T23:59:00Z'), parseInstant('2026-06-02T00:00:30Z'));
    },
  },
} satisfies Record<string, Operation>;
