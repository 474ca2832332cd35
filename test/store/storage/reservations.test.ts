import type { AccountId } from '../../../functions/domain/accounts.ts';
import { reservationIdOf } from '../../../functions/domain/storage/reservations.ts';
import { HOUR, type Instant, plus } from '../../../functions/domain/time.ts';
import type { Made } from '../../../functions/store/table/idempotency.ts';
import { openStore, type Store } from '../../support/store.ts';

let store: Store;
let records: typeof import('../../../functions/store/table/idempotency.ts');
let reservations: typeof import('../../../functions/store/storage/reservations.ts');
let capacity: typeof import('../../../bin/measure/capacity.ts');
beforeAll(async () => {
  store = await openStore();
  records = await import('../../../functions/store/table/idempotency.ts');
  reservations = await import('../../../functions/store/storage/reservations.ts');
  capacity = await import('../../../bin/measure/capacity.ts');
});
afterAll(() => store.close());

const at = Date.UTC(2027, 2, 15, 12) as Instant;
const account = 'user_reservations' as AccountId;
let operations = 0;

const claimed = () =>
  records.claimKey(
    account,
    { id: `${++operations}`.padStart(16, '0').padEnd(32, 'f'), fingerprint: 'f'.repeat(64), by: account },
    at,
  );

/** Keeps the answer of an operation that has made a reservation, and returns the reservation's id. */
async function answered(body: object, made?: (reservationId: string) => Made): Promise<string> {
  const record = await claimed();
  const id = reservationIdOf(record);
  const answer = { status: 201, body: JSON.stringify(body), contentType: 'application/json' };
  await records.storeAnswer(account, record, answer, made?.(id));
  return id;
}

const reserved = (id: string): Made => ({
  kind: 'reservation',
  id,
  meter: 'transcoding',
  amount: 600,
  until: plus(at, HOUR),
});

describe('a reservation', () => {
  it('is a record of its own fields, whatever the answer to its request looks like', async () => {
    for (const body of [
      {},
      { id: 'renamed', meterName: 'renamed' },
      { reservationId: 'other', meter: 'x' },
    ]) {
      const id = await answered(body, reserved);
      expect(await reservations.findReservation(account, id)).toMatchObject({
        meter: { name: 'transcoding' },
        by: account,
      });
    }
  });

  it('that was made before reservations were records is read from its answer', async () => {
    const record = await claimed();
    const id = reservationIdOf(record);
    const body = JSON.stringify({ reservationId: id, meter: 'bandwidth', amount: 5 });
    await records.storeAnswer(account, record, { status: 201, body, contentType: 'application/json' });
    expect(await reservations.findReservation(account, id)).toMatchObject({ meter: { name: 'bandwidth' } });
  });

  it('is found under its own id alone', async () => {
    const id = await answered({}, () => reserved('res_20270315T12_other'));
    const empty = await answered({});
    const refused = await answered({ type: 'https://example.org/problems/quota-exceeded' });
    for (const each of [id, empty, refused, id.replace(/.$/, '0'), 'res_20270315T12_', 'nonsense'])
      expect(await reservations.findReservation(account, each)).toBeUndefined();
    const own = await answered({}, reserved);
    expect(await reservations.findReservation('user_other' as AccountId, own)).toBeUndefined();
  });

  it('costs the two writes that its answer costs anyway, one unit each', async () => {
    const { written, requests } = await capacity.counting(async () => {
      const id = `res_20270315T12_${'f'.repeat(32)}`;
      await answered(
        { reservationId: id, meter: 'transcoding', amount: 600, leaseExpiresAt: '2027-03-15T13:00:00.000Z' },
        reserved,
      );
    });
    expect({ written, requests }).toEqual({ written: 2, requests: 2 });
  });
});
