import type { Instant } from '../../../functions/domain/time.ts';
import { injectFaults, retryAtOnce } from '../../support/faults.ts';
import { openStore, type Store } from '../../support/store.ts';

let store: Store;
let keys: typeof import('../../../functions/store/table/idempotency.ts');
let client: typeof import('../../../functions/store/table/client.ts');
beforeAll(async () => {
  store = await openStore();
  keys = await import('../../../functions/store/table/idempotency.ts');
  client = await import('../../../functions/store/table/client.ts');
  await retryAtOnce(client.dynamo);
});
afterAll(() => store.close());

const at = Date.UTC(2027, 2, 15) as Instant;
const scope = 'user_idempotency';
const answer = { status: 201, body: '{}', contentType: 'application/json' };
let used = 0;
/** Requests under one key: each has an id of its own that begins with the key's 16 digits. */
const requestsOfOneKey = () => {
  const key = `${++used}`.padStart(16, '0');
  return (request: number, fingerprint = 'same') => ({
    id: `${key}${request}`.padEnd(32, '0'),
    fingerprint,
    by: scope,
  });
};

/** Loses the reply of the next write, which the SDK then sends again. */
async function withLostReply<T>(write: () => Promise<T>): Promise<T> {
  const faults = injectFaults(client.dynamo, ({ index }) => (index === 0 ? 'lost-reply' : undefined));
  try {
    return await write();
  } finally {
    faults.stop();
  }
}

describe('a claimed key', () => {
  it('is not freed by a release that is sent twice while another request works under it', async () => {
    const request = requestsOfOneKey();
    const record = await keys.claimKey(scope, request(1), at);
    expect(await keys.claimKey(scope, request(2), at)).toMatchObject({ id: record.id });
    await withLostReply(() => keys.releaseKey(scope, record, request(2)));
    expect(await keys.claimKey(scope, request(3, 'other'), at)).toMatchObject({
      id: record.id,
      fingerprint: 'same',
    });
  });

  it('is free once every request under it was refused, though one of them joined twice', async () => {
    const request = requestsOfOneKey();
    const record = await keys.claimKey(scope, request(1), at);
    await withLostReply(() => keys.claimKey(scope, request(2), at));
    for (const one of [1, 2]) await keys.releaseKey(scope, record, request(one));
    const next = await keys.claimKey(scope, request(3, 'other'), at);
    expect(next).toMatchObject({ id: request(3).id, fingerprint: 'other' });
  });

  it('stays claimed by its request when a worker crashed, and keeps its answer for good', async () => {
    const request = requestsOfOneKey();
    const crashed = await keys.claimKey(scope, request(1), at);
    const record = await keys.claimKey(scope, request(2), at);
    await keys.releaseKey(scope, record, request(2));
    expect(await keys.claimKey(scope, request(3, 'other'), at)).toMatchObject({ id: crashed.id });
    expect(await keys.claimKey(scope, request(4), at)).toMatchObject({ id: crashed.id });
    expect(await keys.storeAnswer(scope, record, answer)).toEqual({ answer, first: true });
    expect(await keys.releaseKey(scope, record, request(4))).toEqual({ kind: 'answered', answer });
    expect(await keys.claimKey(scope, request(5, 'other'), at)).toMatchObject({
      fingerprint: 'same',
      answer,
    });
  });
});
