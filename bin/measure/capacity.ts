import { AsyncLocalStorage } from 'node:async_hooks';
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { dynamo } from '../../functions/store/table/client.ts';
import { writeUnits } from './item-size.ts';

/** What some work asked of the table. */
export interface Tally {
  requests: number;
  /** Write request units. */
  written: number;
  /** Read request units. */
  read: number;
  readonly byCommand: Map<string, number>;
}

const open = new AsyncLocalStorage<Tally>();

/** Runs some work and counts what it asks of the table: what follows from it later is not its own. */
export async function counting(work: () => Promise<unknown>): Promise<Tally> {
  const tally: Tally = { requests: 0, written: 0, read: 0, byCommand: new Map() };
  await open.run(tally, work);
  return tally;
}

interface Answered {
  readonly $metadata?: { readonly attempts?: number };
  readonly ConsumedCapacity?: Consumed | readonly Consumed[];
}

interface Consumed {
  readonly CapacityUnits?: number;
}

const READS = new Set(['GetItemCommand', 'BatchGetItemCommand', 'QueryCommand']);

dynamo.middlewareStack.add(
  (next, { commandName = 'Command' }) =>
    async (args) => {
      const tally = open.getStore();
      if (!tally) return next(args);
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
      try {
        const result = await next(args);
        note(tally, commandName, result.output as Answered, unitsOf(result.output as Answered));
        return result;
      } catch (error) {
        note(tally, commandName, error as Answered, unitsOfRefusal(error));
        throw error;
      }
    },
  { step: 'initialize', name: 'countCapacity' },
);

function note(tally: Tally, command: string, { $metadata }: Answered, units: number): void {
  const requests = $metadata?.attempts ?? 1;
  tally.requests += requests;
  tally.byCommand.set(command, (tally.byCommand.get(command) ?? 0) + requests);
  if (READS.has(command)) tally.read += units;
  else tally.written += units;
}

const unitsOf = ({ ConsumedCapacity = [] }: Answered): number =>
  [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);

/**
 * A refused write costs what it would have cost, but its answer does not say so: one unit for each started KB of
 * the item that stood in its way, two for each action of a refused transaction (whose items are below 1 KB here).
 */
function unitsOfRefusal(error: unknown): number {
  if (error instanceof ConditionalCheckFailedException) return error.Item ? writeUnits(error.Item) : 1;
  if (error instanceof TransactionCanceledException) return 2 * (error.CancellationReasons?.length ?? 0);
  return 0;
}
