import type { Pack } from '../../../functions/domain/packs/packs.ts';
import { MINUTE, plus } from '../../../functions/domain/time.ts';
import { NOW } from '../../support/arbitraries.ts';
import { injectFaults } from '../../support/faults.ts';
import { openTable } from '../../support/table.ts';

async function openCatalogue() {
  const { close } = await openTable();
  return {
    close,
    ...(await import('../../../functions/store/packs/catalogue.ts')),
    ...(await import('../../../functions/store/keys.ts')),
    ...(await import('../../../functions/store/table/client.ts')),
    ...(await import('../../../functions/store/table/transaction.ts')),
    ...(await import('../../../functions/store/table/versioned.ts')),
  };
}

let store: Awaited<ReturnType<typeof openCatalogue>>;
beforeAll(async () => {
  store = await openCatalogue();
});
afterAll(() => store.close());

const packOf = (packType: string): Pack => ({
  packType,
  name: packType,
  kind: 'jobSlots',
  grants: { jobSlots: 1 },
  price: { amount: 100, currency: 'CNY' },
  mode: 'oneTime',
  durationDays: 30,
});

/** As another process adds it: this one hears nothing. */
async function addElsewhere(packType: string): Promise<void> {
  const transaction = new store.Transaction();
  const value = { pack: packOf(packType), retired: false };
  store.saveRecord(transaction, store.packTypeKey(packType), { value, version: 0 });
  expect(await transaction.commit()).toBe(true);
}

const namesAt = async (afterMs: number): Promise<string[]> =>
  (await store.recentOffers(plus(NOW, afterMs))).map(({ packType }) => packType);

it('refusals offer what was sold a minute ago at most, and read it once a minute', async () => {
  const { stop, requests } = injectFaults(store.dynamo, () => undefined);
  await namesAt(0);
  await addElsewhere('elsewhere');
  const before = requests();
  expect(await namesAt(MINUTE - 1)).not.toContain('elsewhere');
  expect(requests()).toBe(before);
  expect(await namesAt(MINUTE)).toContain('elsewhere');
  expect(requests()).toBe(before + 1);
  stop();
});

it('a change shows at once in the process that makes it', async () => {
  const at = 10 * MINUTE;
  await namesAt(at);
  await store.changePack('here', () => ({ pack: packOf('here'), retired: false }), 'admin', plus(NOW, at));
  expect(await namesAt(at)).toContain('here');
});

it('what could not be read is read again', async () => {
  const at = 20 * MINUTE;
  const { stop } = injectFaults(store.dynamo, () => 'crash');
  await expect(namesAt(at)).rejects.toThrow();
  stop();
  expect(await namesAt(at)).toContain('here');
});

it('a clock that is set back does not keep old offers', async () => {
  await namesAt(40 * MINUTE);
  await addElsewhere('later');
  expect(await namesAt(30 * MINUTE)).toContain('later');
});
