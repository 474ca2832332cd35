import type { AccountId } from '../../functions/domain/accounts.ts';
import { HOUR, plus } from '../../functions/domain/time.ts';
import { encodeUsage } from '../../functions/queue/usage.ts';
import { countByTransaction } from './baseline.ts';
import { counting, type Tally } from './capacity.ts';
import type { Figure, Findings } from './figures.ts';
import { deliver } from './invoke.ts';
import { eventOf, MONTH, randomFrom, type Setup, START } from './measuring.ts';

/** Measures the cost of counting an event, by the number of events per account and hour in a batch. */
export async function usage({ quick }: Setup): Promise<Findings> {
  const groups = quick ? 40 : 200;
  const figures: Figure[] = [];
  for (const k of [1, 10, 100])
    for (const spread of ['hours', 'accounts'] as const)
      figures.push(...(await costOfGroups(k, groups, spread)));
  return {
    figures: [...figures, ...(await costOfStream(quick ? 200 : 1_000)), await costOfBaseline(groups)],
    notes: [
      `Usage: ${groups} groups of k events of an account and an hour, one message and one delivery each; every 10th is delivered again, nine groups later. "hours": all of one account, each in its own hour; "accounts": each of an account of its own.`,
    ],
  };
}

/** One group in ten is delivered again, after this many others. */
const AGAIN_EVERY = 10;
const AGAIN_AFTER = 9;

/** Delivers groups of `k` events one by one, some twice, and returns the cost per event. */
export async function costOfGroups(
  k: number,
  groups: number,
  spread: 'hours' | 'accounts',
): Promise<Figure[]> {
  const random = randomFrom(k);
  const bodies = Array.from({ length: groups }, (_, group) => {
    const account = `user_${spread}-${k}${spread === 'accounts' ? `-${group}` : ''}` as AccountId;
    const hour = spread === 'hours' ? plus(MONTH, group * HOUR) : START;
    return encodeUsage(
      Array.from({ length: k }, () => eventOf(account, plus(hour, Math.floor(random() * HOUR)), random)),
    );
  });
  const tally = await counting(async () => {
    for (const [index, body] of bodies.entries()) {
      await deliver(body);
      const earlier = bodies[index - AGAIN_AFTER];
      if (earlier && index % AGAIN_EVERY === AGAIN_AFTER) await deliver(earlier);
    }
  });
  return figuresOf(`usage: k = ${k}, ${spread}`, tally, k * groups, { atMost: 2.5 / k });
}

/** Delivers events of one account and hour one by one in the order of their times, like a steady client. */
async function costOfStream(count: number): Promise<Figure[]> {
  const random = randomFrom(count);
  const account = 'user_stream' as AccountId;
  const tally = await counting(async () => {
    for (let index = 0; index < count; index += 1) {
      const at = plus(START, Math.floor((index * HOUR) / count));
      await deliver(encodeUsage([eventOf(account, at, random)]));
    }
  });
  return figuresOf(`usage: k = 1, ${count} in one hour in order`, tally, count);
}

/** Returns the cost of an event if each is a transaction. */
export async function costOfBaseline(count: number): Promise<Figure> {
  const random = randomFrom(count);
  const account = 'user_baseline' as AccountId;
  const tally = await counting(async () => {
    for (let index = 0; index < count; index += 1) await countByTransaction(eventOf(account, START, random));
  });
  return {
    name: 'usage: a transaction an event (baseline)',
    value: tally.written / count,
    unit: 'WRU/event',
  };
}

const figuresOf = (name: string, tally: Tally, events: number, target?: { atMost: number }): Figure[] => [
  { name, value: tally.written / events, unit: 'WRU/event', ...(target && { target }) },
  { name: `${name}, reads`, value: tally.read / events, unit: 'RRU/event' },
];
