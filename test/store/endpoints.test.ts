import { NOW } from '../support/arbitraries.ts';
import { someone } from '../support/desk.ts';
import { accountNamed } from '../support/grants.ts';
import { openTable } from '../support/table.ts';

const account = accountNamed(someone());

const endpoint = (endpointId: string) => ({
  endpointId,
  url: 'https://example.com/',
  events: ['quota.warning' as const],
  secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  createdAt: NOW,
});

async function openStore() {
  const { close } = await openTable();
  return { close, ...(await import('../../functions/store/endpoints.ts')) };
}

let store: Awaited<ReturnType<typeof openStore>>;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

describe('the roster of endpoints', () => {
  it('never has more than ten, however many are made at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        store.makeEndpoint(account, endpoint(`ep_roster${String(index).padStart(8, '0')}`)),
      ),
    );
    expect(made.filter(({ kind }) => kind === 'made')).toHaveLength(10);
    const [first] = await store.allEndpoints(account);
    expect(await store.allEndpoints(account)).toHaveLength(10);
    const { endpointId = '' } = first ?? {};
    // The same one again, its answer having been lost: it is found, though there is no room.
    const again = await store.makeEndpoint(account, { ...endpoint(endpointId), secret: 'other' });
    expect(again).toEqual({ kind: 'made', endpoint: first });
    await store.removeEndpoint(account, endpointId);
    await store.removeEndpoint(account, endpointId);
    await store.makeEndpoint(account, endpoint('ep_000000000001'));
    expect(await store.allEndpoints(account)).toHaveLength(10);
  });
});
