import { PLATFORM } from '../../../functions/domain/notifications/deliveries.ts';
import { placesFor } from '../../../functions/domain/notifications/places.ts';
import { accountNamed } from '../../support/grants.ts';

const account = accountNamed('user_001');

it('leaves an account fewer workers than the five that take from the queue at first', () => {
  const { endpoint, owner } = placesFor(account, 'closed');
  expect(endpoint).toBeLessThanOrEqual(owner);
  expect(owner).toBeLessThan(5);
});

it('sends to an endpoint that is probed one delivery at a time', () => {
  expect(placesFor(account, 'half-open')).toEqual({ ...placesFor(account, 'closed'), endpoint: 1 });
  expect(placesFor(PLATFORM, 'half-open').endpoint).toBe(1);
});

it('gives the platform, whose endpoints receive the events of all accounts, more', () => {
  expect(placesFor(PLATFORM, 'closed').owner).toBeGreaterThan(placesFor(account, 'closed').owner);
});
