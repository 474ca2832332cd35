import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { setting } from '../../runtime/config.ts';

/**
 * The client. Eight attempts: the SDK's back-off bridges throttling and, with the middleware below, conflicts of
 * transactions, which the SDK does not retry on its own.
 */
export const dynamo = new DynamoDBClient({ maxAttempts: 8 });

export const table = DynamoDBDocumentClient.from(dynamo, {
  marshallOptions: { removeUndefinedValues: true },
});

export const tableName = (): string => setting('tableName');

interface Cancelled {
  readonly name?: string;
  readonly CancellationReasons?: readonly { readonly Code?: string }[];
}

/** Whether a write was refused only because a transaction was going on: nothing is wrong with the write. */
export const isConflict = (error: Cancelled): boolean =>
  error.name === 'TransactionConflictException' ||
  error.name === 'TransactionInProgressException' ||
  (error.name === 'TransactionCanceledException' && wasOnlyConflict(error.CancellationReasons ?? []));

const wasOnlyConflict = (reasons: readonly { readonly Code?: string }[]): boolean =>
  reasons.some((reason) => reason.Code === 'TransactionConflict') &&
  reasons.every((reason) => reason.Code === 'TransactionConflict' || reason.Code === 'None');

dynamo.middlewareStack.add(
  (next) => async (args) => {
    try {
      return await next(args);
    } catch (error) {
      if (isConflict(error as Cancelled))
        Object.assign(error as object, { $retryable: { throttling: false } });
      throw error;
    }
  },
  { step: 'deserialize', name: 'retryTransactionConflicts', priority: 'high' },
);
