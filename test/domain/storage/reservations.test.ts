import {
  operationIdOf,
  RESERVATION_ID,
  reservationIdOf,
  settlementOf,
} from '../../../functions/domain/storage/reservations.ts';
import { parseInstant } from '../../../functions/domain/time.ts';

const operation = { id: '0123456789abcdef0123456789abcdef', begunAt: parseInstant('2027-03-31T23:59:59Z') };
const id = reservationIdOf(operation);

it('has an id that says in which hour and by which operation it was made', () => {
  expect(id).toBe('res_20270331T23_0123456789abcdef0123456789abcdef');
  expect(id).toMatch(RESERVATION_ID);
  expect(operationIdOf(id)).toBe(operation.id);
});

it('ends as one event of the period in which it was made, whenever it is settled', () => {
  expect(settlementOf(id, 0)).toEqual({
    source: 'urn:real-deal:reservation',
    id,
    at: parseInstant('2027-03-31T23:00:00Z'),
    amount: 0,
  });
  expect(settlementOf(id, 7)).toEqual({ ...settlementOf(id, 0), amount: 7 });
});
