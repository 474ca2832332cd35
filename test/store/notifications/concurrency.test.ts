import {
  CONCURRENCY_LEASE,
  type ConcurrencyLimits,
} from '../../../functions/domain/notifications/concurrency.ts';
import { type Instant, plus, SECOND } from '../../../functions/domain/time.ts';
import { NOW } from '../../support/arbitraries.ts';
import { injectFaults, retryAtOnce } from '../../support/faults.ts';
import { accountNamed } from '../../support/grants.ts';
import { someone } from '../../support/local-stack.ts';
import { openTable } from '../../support/table.ts';

async function openPlaces() {
  const { close } = await openTable();
  return {
    close,
    ...(await import('../../../functions/store/notifications/concurrency.ts')),
    ...(await import('../../../functions/store/notifications/endpoints.ts')),
    ...(await import('../../../functions/store/notifications/circuits.ts')),
    ...(await import('../../../functions/store/table/client.ts')),
  };
}

let store: Awaited<ReturnType<typeof openPlaces>>;
let owner = accountNamed(someone());
beforeAll(async () => {
  store = await openPlaces();
});
afterAll(() => store.close());
beforeEach(() => {
  owner = accountNamed(someone());
});

const actor = { by: 'user_test', at: NOW };
const MOST = { endpoint: 2, owner: 4 };
/** The place, or what is full. */
const takeOne = async (endpointId: string, most: ConcurrencyLimits, at: Instant) => {
  const taken = await store.takeConcurrencySlot(owner, endpointId, most, at);
  return 'place' in taken ? taken.place : taken;
};
const take = (endpointId: string, at: Instant = NOW) => takeOne(endpointId, MOST, at);
const takeAtOnce = (endpoints: readonly string[], at: Instant = NOW) =>
  Promise.all(endpoints.map((endpointId) => take(endpointId, at)));
const taken = (answers: readonly (string | object)[]) =>
  answers.filter((answer) => typeof answer === 'string');

describe('the places at which an owner’s deliveries are sent', () => {
  it('are never more than the bound of an endpoint, however many ask at once', async () => {
    expect(taken(await takeAtOnce(Array(20).fill('ep_a')))).toHaveLength(2);
    expect(await take('ep_a')).toEqual({ full: 'endpoint' });
    expect(await take('ep_b')).toEqual(expect.any(String));
  });

  it('are never more than the bound of the owner, whatever its endpoints are', async () => {
    const endpoints = Array.from({ length: 20 }, (_, n) => `ep_${n % 10}`);
    expect(taken(await takeAtOnce(endpoints))).toHaveLength(4);
    expect(await take('ep_10')).toEqual({ full: 'owner' });
    owner = accountNamed(someone());
    expect(await take('ep_0')).toEqual(expect.any(String));
  });

  it('are free again when they are released, once each', async () => {
    const [first] = taken(await takeAtOnce(Array(5).fill('ep_a')));
    await Promise.all([1, 2].map(() => store.releaseConcurrencySlot(owner, 'ep_a', String(first))));
    expect(taken(await takeAtOnce(Array(5).fill('ep_a')))).toHaveLength(1);
  });

  it('are free again half a minute after their workers were killed, and not before', async () => {
    await takeAtOnce(['ep_a', 'ep_a', 'ep_b', 'ep_c']);
    expect(await take('ep_d', plus(NOW, CONCURRENCY_LEASE - 1))).toEqual({ full: 'owner' });
    const later = plus(NOW, CONCURRENCY_LEASE);
    expect(taken(await takeAtOnce(Array(20).fill('ep_a'), later))).toHaveLength(2);
    expect(taken(await takeAtOnce(Array(20).fill('ep_d'), later))).toHaveLength(2);
  });

  it('are taken once though the answer to any write is lost', async () => {
    await retryAtOnce(store.dynamo);
    const faults = injectFaults(store.dynamo, ({ index }) => (index === 0 ? 'lost-reply' : undefined));
    const place = await takeOne('ep_a', { endpoint: 1, owner: 1 }, NOW);
    faults.stop();
    expect(place).toEqual(expect.any(String));
    await store.releaseConcurrencySlot(owner, 'ep_a', String(place));
    expect(await takeOne('ep_a', { endpoint: 1, owner: 1 }, NOW)).toEqual(expect.any(String));
  });
});

const made = async (endpointId: string) => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const endpoint = { endpointId, url: 'https://example.com/', events: ['quota.warning' as const], secret };
  await store.makeEndpoint(owner, { ...endpoint, createdAt: NOW }, actor.by);
  return endpointId;
};

it('a test or a replay a second is one, however many ask at once', async () => {
  const endpointId = await made('ep_turn00000001');
  const claim = (at: Instant) => store.claimTurn(owner, endpointId, at);
  const claims = await Promise.all(Array.from({ length: 10 }, () => claim(NOW)));
  expect(claims.filter(Boolean)).toHaveLength(1);
  expect(await claim(plus(NOW, SECOND - 1))).toBe(false);
  expect(await claim(plus(NOW, SECOND))).toBe(true);
});

describe('the circuit of an endpoint', () => {
  const find = async (endpointId: string) => {
    const found = await store.findEndpoint(owner, endpointId);
    if (!found) throw new Error('There is none.');
    return found;
  };

  it('counts timeouts that come at once one by one, and opens once', async () => {
    const endpoint = await find(await made('ep_circuit00001'));
    await Promise.all([1, 2].map(() => store.recordTimeout(owner, endpoint, NOW)));
    expect((await find(endpoint.endpointId)).circuit).toEqual({ timeouts: 2, openUntil: null });
    await Promise.all([1, 2, 3, 4].map(() => store.recordTimeout(owner, endpoint, NOW)));
    expect((await find(endpoint.endpointId)).circuit).toEqual({ timeouts: 3, openUntil: NOW + 60 * SECOND });
  });

  it('is closed by an answer, and by another state or URL', async () => {
    const endpoint = await find(await made('ep_circuit00002'));
    const open = () => Promise.all([1, 2, 3].map(() => store.recordTimeout(owner, endpoint, NOW)));
    const { endpointId } = endpoint;
    for (const close of [
      () => store.closeCircuit(owner, endpointId),
      () => store.changeEndpoint(owner, endpointId, { state: 'active' }, actor),
      () => store.changeEndpoint(owner, endpointId, { url: 'https://example.org/' }, actor),
    ]) {
      await open();
      expect((await find(endpointId)).circuit.timeouts).toBe(3);
      await close();
      expect((await find(endpointId)).circuit).toEqual({ timeouts: 0, openUntil: null });
    }
  });

  it('of an endpoint that was deleted meanwhile is none', async () => {
    const endpoint = await find(await made('ep_circuit00003'));
    await store.removeEndpoint(owner, endpoint.endpointId, actor);
    await store.recordTimeout(owner, endpoint, NOW);
    await store.closeCircuit(owner, endpoint.endpointId);
    expect(await store.findEndpoint(owner, endpoint.endpointId)).toBeUndefined();
  });
});
