import { retryAtOnce } from './faults.ts';
import { granting } from './granting.ts';
import { openTable } from './table.ts';

/** The whole store over a real, empty table. Its modules read the environment, so they are imported after that. */
export async function openStore() {
  const { close } = await openTable();
  const { dynamo } = await import('../../functions/store/client.ts');
  await retryAtOnce(dynamo);
  return {
    dynamo,
    close,
    ...(await import('../../functions/store/balances.ts')),
    ...(await import('../../functions/store/counting.ts')),
    ...(await granting()),
    ...(await import('../../functions/store/history.ts')),
    ...(await import('../../functions/store/holds.ts')),
    ...(await import('../../functions/store/objects.ts')),
    ...(await import('../../functions/store/slots.ts')),
    ...(await import('../../functions/store/uploads.ts')),
  };
}

export type Store = Awaited<ReturnType<typeof openStore>>;
