import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AccountId } from '../../functions/domain/accounts.ts';
import { type FaultKind, injectFaults } from './faults.ts';
import { accountNamed } from './grants.ts';
import type { HandlersAlone } from './handlers.ts';
import { someone } from './local-stack.ts';
import { isFull, sampleOf } from './scope.ts';
import { growth, type Summary, summaryOf, takings } from './summary.ts';

/** One thing that is done to an account, by a client or by the schedule, and may be cut short anywhere. */
export interface Operation<Facts> {
  /** Brings the account to where the operation begins. Nothing goes wrong here. */
  readonly prepare: (account: AccountId) => Promise<Facts>;
  readonly run: (account: AccountId, facts: Facts) => Promise<unknown>;
  /** What follows when all is well again: the client repeats its request, if it is one. */
  readonly again?: (account: AccountId, facts: Facts) => Promise<unknown>;
}

export interface Outcome {
  readonly account: Summary;
  readonly takings: Readonly<Record<string, number>>;
}

/** At how many requests an operation is cut short outside of the full scope. */
const SAMPLE = 3;

/** How often an operation is done twice at once. */
export const RACES = isFull ? 5 : 2;

/** Runs operations under faults, and tells what they have come to when all that is due was done. */
export function underFaults(service: HandlersAlone) {
  const settle = async (account: AccountId, before: Record<string, number>): Promise<Outcome> => {
    await service.hearProvider();
    await service.workOff();
    await service.hearProvider();
    const { compareBalances } = await import('../../functions/store/rebuild/balances.ts');
    const { loadRecords } = await import('../../functions/store/rebuild/records.ts');
    const { purchases } = await loadRecords(account);
    expect(await compareBalances(account, purchases, service.now(), false)).toEqual([]);
    return {
      account: await summaryOf(account, service.now()),
      takings: growth(before, await takings(service.now())),
    };
  };

  const lived = async <Facts>(
    { prepare, again }: Operation<Facts>,
    run: (account: AccountId, facts: Facts) => Promise<unknown>,
  ): Promise<Outcome> => {
    const account = accountNamed(someone());
    const facts = await prepare(account);
    const before = await takings(service.now());
    await run(account, facts);
    await again?.(account, facts);
    return settle(account, before);
  };

  return {
    /** Without any error: what all others have to come to. */
    once: <Facts>(operation: Operation<Facts>): Promise<Outcome> => lived(operation, operation.run),

    /** The same step twice at once. */
    twice: <Facts>(operation: Operation<Facts>): Promise<Outcome> =>
      lived(operation, (account, facts) =>
        Promise.all([operation.run(account, facts), operation.run(account, facts)]),
      ),

    /**
     * A error at its n-th request, to the table or a queue: for every n that it gets to, in the full scope, else for
     * some of them. Resolves to how many requests the operation makes without an error.
     */
    atEachRequest: async <Facts>(
      kind: FaultKind,
      operation: Operation<Facts>,
      check: (outcome: Outcome, at: number) => void,
    ): Promise<number> => {
      /** Returns how many requests were made. */
      const failingAt = async (at: number): Promise<number> => {
        let sent = 0;
        const outcome = await lived(operation, async (account, facts) => {
          const choose = () => {
            const isHit = kind === 'crash' ? sent >= at : sent === at;
            sent += 1;
            return isHit ? kind : undefined;
          };
          const clients = [service.dynamo, service.sqs as unknown as DynamoDBClient];
          const faults = clients.map((client) => injectFaults(client, choose));
          try {
            await operation.run(account, facts).catch(() => {});
          } finally {
            for (const error of faults) error.stop();
          }
        });
        check(outcome, at);
        return sent;
      };
      const requests = await failingAt(Number.POSITIVE_INFINITY);
      for (const at of sampleOf([...Array(requests).keys()], SAMPLE)) await failingAt(at);
      return requests;
    },
  };
}
