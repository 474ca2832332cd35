import { AsyncLocalStorage } from 'node:async_hooks';
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { dynamo } from '../../functions/store/table/client.ts';
import { writeUnits } from './item-size.ts';

/** The capacity that some work consumed. */
export interface Tally {
  requests: number;
  /** Write request units. */
  written: number;
  /** Read request units. */
  read: number;
  /** Writes whose condition failed. */
  refused: number;
  readonly byCommand: Map<string, number>;
}

const open = new AsyncLocalStorage<Tally>();

/** Runs work and counts the capacity that it consumes, without that of follow-up work. */
export async function counting(work: () => Promise<unknown>): Promise<Tally> {
  const tally: Tally = { requests: 0, written: 0, read: 0, refused: 0, byCommand: new Map() };
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
        if (error instanceof ConditionalCheckFailedException) tally.refused += 1;
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
 * Returns the cost of a refused write, which its response does not include: one unit per started KB of the existing
 * item, and two per action of a refused transaction (whose items are below 1 KB here).
 */
function unitsOfRefusal(error: unknown): number {
  if (error instanceof ConditionalCheckFailedException) return error.Item ? writeUnits(error.Item) : 1;
  if (error instanceof TransactionCanceledException) return 2 * (error.CancellationReasons?.length ?? 0);
  return 0;
}
