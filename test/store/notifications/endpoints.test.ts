import { signingSecrets } from '../../../functions/domain/notifications/deliveries.ts';
import { DAY, type Instant, plus } from '../../../functions/domain/time.ts';
import { NOW } from '../../support/arbitraries.ts';
import { accountNamed } from '../../support/grants.ts';
import { someone } from '../../support/local-stack.ts';
import { openTable } from '../../support/table.ts';

const account = accountNamed(someone());

const actor = { by: 'user_1', at: NOW };
const endpoint = (endpointId: string) => ({
  endpointId,
  url: 'https://example.com/',
  events: ['quota.warning' as const],
  secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  createdAt: NOW,
});

async function openStore() {
  const { close } = await openTable();
  return { close, ...(await import('../../../functions/store/notifications/endpoints.ts')) };
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
        store.makeEndpoint(account, endpoint(`ep_roster${String(index).padStart(8, '0')}`), 'user_1'),
      ),
    );
    expect(made.filter(({ kind }) => kind === 'made')).toHaveLength(10);
    const [first] = await store.allEndpoints(account);
    expect(await store.allEndpoints(account)).toHaveLength(10);
    const { endpointId = '' } = first ?? {};
    // The same one again, its answer having been lost: it is found, though there is no room.
    const again = await store.makeEndpoint(account, { ...endpoint(endpointId), secret: 'other' }, 'user_1');
    expect(again).toEqual({ kind: 'made', endpoint: first });
    await store.removeEndpoint(account, endpointId, actor);
    await store.removeEndpoint(account, endpointId, actor);
    await store.makeEndpoint(account, endpoint('ep_000000000001'), 'user_1');
    expect(await store.allEndpoints(account)).toHaveLength(10);
  });
});

describe('a secret', () => {
  const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`;
  const made = async (endpointId: string): Promise<string> => {
    await store.removeEndpoint(account, endpointId, actor);
    for (const each of await store.allEndpoints(account))
      await store.removeEndpoint(account, each.endpointId, actor);
    await store.makeEndpoint(account, endpoint(endpointId), 'user_1');
    return endpointId;
  };
  const rotate = (endpointId: string, byte: number, operation = `op${byte}`, at = NOW) =>
    store.rotateSecret(account, endpointId, { secret: secretOf(byte), operation }, { by: 'user_1', at });

  it('is replaced once for each operation, however often and however many at once', async () => {
    const endpointId = await made('ep_rotated00001');
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, n) => rotate(endpointId, 10 + n, `op${n % 2}`)),
    );
    const secrets = new Set(outcomes.map((each) => each.kind === 'rotated' && each.secret));
    expect(secrets.size).toBe(2);
    expect((await store.findEndpoint(account, endpointId))?.previousSecrets).toHaveLength(2);
  });

  it('signs on for a day, and not a moment longer', async () => {
    const endpointId = await made('ep_rotated00002');
    const rotated = { kind: 'rotated', secret: secretOf(9), previousUntil: NOW + DAY };
    expect(await rotate(endpointId, 9)).toEqual(rotated);
    const found = await store.findEndpoint(account, endpointId);
    const signing = (at: Instant) => found && signingSecrets(found, at);
    expect(signing(plus(NOW, DAY - 1))).toEqual([secretOf(9), endpoint(endpointId).secret]);
    expect(signing(plus(NOW, DAY))).toEqual([secretOf(9)]);
  });

  it('is replaced at most four times within the overlap', async () => {
    const endpointId = await made('ep_rotated00003');
    for (let n = 1; n <= 4; n += 1) expect(await rotate(endpointId, n)).toMatchObject({ kind: 'rotated' });
    expect(await rotate(endpointId, 5)).toEqual({ kind: 'too-often', until: NOW + DAY });
    expect(await rotate(endpointId, 5, 'op5', plus(NOW, DAY))).toMatchObject({ kind: 'rotated' });
    expect(await rotate('ep_unknown', 6)).toEqual({ kind: 'missing' });
  });
});
