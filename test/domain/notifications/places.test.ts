import { concurrencyLimitsFor } from '../../../functions/domain/notifications/concurrency.ts';
import { PLATFORM } from '../../../functions/domain/notifications/deliveries.ts';
import { accountNamed } from '../../support/grants.ts';

const account = accountNamed('user_001');

it('leaves an account fewer workers than the five that take from the queue at first', () => {
  const { endpoint, owner } = concurrencyLimitsFor(account, 'closed');
  expect(endpoint).toBeLessThanOrEqual(owner);
  expect(owner).toBeLessThan(5);
});

it('sends to an endpoint that is probed one delivery at a time', () => {
  expect(concurrencyLimitsFor(account, 'half-open')).toEqual({
    ...concurrencyLimitsFor(account, 'closed'),
    endpoint: 1,
  });
  expect(concurrencyLimitsFor(PLATFORM, 'half-open').endpoint).toBe(1);
});

it('gives the platform, whose endpoints receive the events of all accounts, more', () => {
  expect(concurrencyLimitsFor(PLATFORM, 'closed').owner).toBeGreaterThan(
    concurrencyLimitsFor(account, 'closed').owner,
  );
});
