import pMap from 'p-map';
import type { AccountId } from '../../functions/domain/accounts.ts';
import { DAY, type Instant, plus, SECOND } from '../../functions/domain/time.ts';
import { encodeUsage } from '../../functions/queue/usage.ts';
import { environmentNames } from '../../functions/runtime/config.ts';
import { midnightBefore } from '../../functions/store/accounts/accounts.ts';
import { allDueShards } from '../../functions/store/shards.ts';
import { dynamo } from '../../functions/store/table/client.ts';
import { dueIn } from '../../functions/store/table/due.ts';
import { handler, TASKS_AT_ONCE } from '../../functions/workers/due.ts';
import { type ConflictTally, injectConflicts } from '../../local/engine/conflicts.ts';
import { recordOf } from '../../local/queues/record.ts';
import { counting, type Tally } from './capacity.ts';
import type { Figure, Findings } from './figures.ts';
import { deliver } from './invoke.ts';
import { eventOf, randomFrom, type Setup, START } from './measuring.ts';
import { nightOf } from './night.ts';

/** Workers at once: 64 tasks. */
const WORKERS = 8;
const ACCOUNTS_IN_A_MESSAGE = 100;

/**
 * The daily tasks of many accounts that are due at once, over an engine with the conflicts of DynamoDB, and what their figures
 * come to for the midnight of 10^8 accounts.
 */
export async function midnight({ stack, quick }: Setup): Promise<Findings> {
  const accounts = Array.from({ length: quick ? 400 : 2_000 }, (_, n) => `user_midnight-${n}` as AccountId);
  stack.clock.set(plus(START, 7 * DAY));
  await use(accounts, stack.clock.now());
  await stack.drain();
  const night = await workOff(plus(midnightBefore(stack.clock.now()), DAY), stack.clock);
  const { figures, notes } = nightOf({
    requests: night.tally.requests / accounts.length,
    writes: night.tally.written / accounts.length,
    reads: night.tally.read / accounts.length,
    cpuMs: night.cpuMs / accounts.length,
  });
  return { figures: [...conflictFigures(night, accounts.length), ...figures], notes };
}

/** Each account uses some bandwidth. */
async function use(accounts: readonly AccountId[], at: Instant): Promise<void> {
  const random = randomFrom(accounts.length);
  for (let from = 0; from < accounts.length; from += ACCOUNTS_IN_A_MESSAGE) {
    const some = accounts.slice(from, from + ACCOUNTS_IN_A_MESSAGE);
    await deliver(encodeUsage(some.map((account) => eventOf(account, at, random))));
  }
}

interface Night {
  readonly tally: Tally;
  readonly conflicts: ConflictTally;
  /** Of this process: the workers, and the stack's relay that follows their changes. */
  readonly cpuMs: number;
  readonly putOff: number;
}

/** Executes the tasks that are due at midnight with all workers, and measures their cost. */
async function workOff(at: Instant, clock: Setup['stack']['clock']): Promise<Night> {
  const { [environmentNames.dueQueueUrl]: queue, [environmentNames.deadLetterQueueUrl]: nobody } =
    process.env;
  // The stack's own scheduler tick must not have the same tasks done: nobody reads what it enqueues.
  process.env[environmentNames.dueQueueUrl] = nobody;
  clock.set(plus(at, SECOND));
  const { tally: conflicts, stop } = injectConflicts(dynamo, { holdMs: 5 });
  const from = process.cpuUsage();
  try {
    const tally = await counting(() => pMap(allDueShards(), workShard, { concurrency: WORKERS }));
    const { user, system } = process.cpuUsage(from);
    return { tally, conflicts, cpuMs: (user + system) / 1_000, putOff: await dueBefore(plus(at, DAY - 1)) };
  } finally {
    stop();
    process.env[environmentNames.dueQueueUrl] = queue;
    clock.set(START);
  }
}

async function workShard(shard: number): Promise<void> {
  const body = JSON.stringify({ shard, sentAt: Date.now() });
  const message = { id: `due-${shard}`, body, attributes: {}, sentAt: Date.now(), receiveCount: 1 };
  await handler({ Records: [recordOf('due', message)] });
}

async function dueBefore(at: Instant): Promise<number> {
  const due = await pMap(allDueShards(), (shard) => dueIn(shard, at, 1_000));
  return due.flat().filter(({ kind }) => kind === 'account' || kind === 'figures').length;
}

const conflictFigures = ({ conflicts, putOff }: Night, tasks: number): Figure[] => [
  {
    name: `midnight: daily tasks done at the first try, ${TASKS_AT_ONCE * WORKERS} at once`,
    value: 100 * (1 - putOff / tasks),
    unit: '%',
    target: { atLeast: 99 },
  },
  {
    name: 'midnight: writes refused by a transaction that was going on, of all',
    value: (100 * conflicts.refused) / conflicts.requests,
    unit: '%',
    target: { atMost: 1 },
  },
];
