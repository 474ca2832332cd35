import { retryAtOnce } from './faults.ts';
import { granting } from './granting.ts';
import { openTable } from './table.ts';

/** The whole store over a real, empty table. Its modules read the environment, so they are imported after that. */
export async function openStore() {
  const { close } = await openTable();
  const { dynamo } = await import('../../functions/store/table/client.ts');
  await retryAtOnce(dynamo);
  return {
    dynamo,
    close,
    ...(await import('../../functions/store/balances/balances.ts')),
    ...(await import('../../functions/store/metering/counting.ts')),
    ...(await granting()),
    ...(await import('../../functions/store/metering/history.ts')),
    ...(await import('../../functions/store/metering/series.ts')),
    ...(await import('../../functions/store/storage/reservations.ts')),
    ...(await import('../../functions/store/storage/objects.ts')),
    ...(await import('../../functions/store/slots/slots.ts')),
    ...(await import('../../functions/store/storage/uploads.ts')),
  };
}

export type Store = Awaited<ReturnType<typeof openStore>>;
