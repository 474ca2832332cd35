import * as fc from 'fast-check';
import { cloudEventOf, type EventType, eventTypes } from '../../functions/domain/events.ts';
import { moneyText } from '../../functions/domain/money.ts';
import type { Endpoint } from '../../functions/domain/notifications/deliveries.ts';
import { amountOf, timeOf } from '../../functions/notifications/figures.ts';
import { disabledMail, mailOf } from '../../functions/notifications/mail.ts';
import { NOW } from '../support/arbitraries.ts';
import { factOf } from '../support/domain-events.ts';
import { accountNamed } from '../support/grants.ts';

const account = accountNamed('user_001');
const mailed = (type: EventType, data: Readonly<Record<string, unknown>> = {}) =>
  mailOf(cloudEventOf(factOf(type, { account, data })));

const silent: readonly EventType[] = ['theme.sold', 'account.state-changed'];
const told = eventTypes.filter((type) => !silent.includes(type));

describe('a mail', () => {
  it('says what happened in figures for people, and what to do', () => {
    const data = {
      meter: 'storage',
      unit: 'byte',
      state: 'warning',
      used: 1_640_000_000,
      limit: 2_000_000_000,
      remaining: 360_000_000,
      percent: 82,
      period: null,
    };
    expect(mailed('quota.warning', data)).toEqual({
      subject: 'Storage: quota nearly used up (user_001)',
      text: 'You have used 1.64 GB of 2 GB (82 %). 360 MB remaining.\n\nWhat to do: Buy a pack, or delete what you do not need.\n\nAccount: user_001\n',
    });
  });

  it.each([
    ['quota.exceeded', { meter: 'transcoding', used: 3_725, limit: 3_600 }, '1 h 2 min 5 s of 1 h'],
    ['overage.confirmation-required', { meter: 'bandwidth', amount: 2_500_000_000 }, '2.5 GB'],
    [
      'overage.closed',
      { meter: 'bandwidth', charge: { amount: { amount: 80, currency: 'CNY' } } },
      'CNY 0.80',
    ],
    [
      'pack.activated',
      { name: '+10 GB', endsAt: '2027-12-01T00:00:00.000Z' },
      '+10 GB is active until 2027-12-01 00:00 UTC',
    ],
    [
      'pack.expiring',
      { name: '+10 GB', daysLeft: 1, graceEndsAt: '2027-12-04T00:00:00Z' },
      'until 2027-12-04 00:00 UTC',
    ],
    ['pack.expired', { packType: 'cap_10' }, 'cap_10 has expired'],
    [
      'slots.over-limit',
      { active: 3, limit: 2, slots: ['job_7', 'job_9'], releaseAt: '2027-12-04T00:00:00Z' },
      'job_7, job_9',
    ],
    [
      'slot.released',
      { jobId: 'job_7', reason: 'over the limit' },
      'posting job_7 was released. Reason: over the limit.',
    ],
    [
      'charge.succeeded',
      { charge: { chargeId: 'chg_1', amount: { amount: 2_900, currency: 'CNY' } } },
      'CNY 29.00 was paid (charge chg_1)',
    ],
    ['charge.failed', { charge: { chargeId: 'chg_1', reason: 'card declined' } }, 'Reason: card declined.'],
    [
      'charge.refunded',
      { charge: { chargeId: 'chg_1', amount: { amount: 2_900, currency: 'CNY' } } },
      'CNY 29.00 is refunded',
    ],
  ] as [EventType, Record<string, unknown>, string][])('of %s tells what it knows', (type, data, part) => {
    expect(mailed(type, data)?.text).toContain(part);
  });

  it.each(told)('of %s is composed whatever is missing or malformed', (type) =>
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('meter', 'used', 'charge', 'slots', 'name', 'amount'), fc.anything()),
        (data) => {
          const { subject, text } = mailed(type, data) ?? { subject: '', text: '' };
          expect(subject).toContain('user_001');
          expect(text).toContain('What to do: ');
          expect(`${subject}${text}`).not.toMatch(/undefined|NaN|\[object/);
        },
      ),
    ),
  );

  it.each(silent)('of %s is not written', (type) => {
    expect(mailed(type)).toBeUndefined();
  });

  it('is not written each time the last job slot is taken', () => {
    const slots = { meter: 'jobSlots', unit: 'slot', used: 2, limit: 2 };
    expect([mailed('quota.warning', slots), mailed('quota.exceeded', slots)]).toEqual([undefined, undefined]);
    expect(mailed('slots.over-limit', slots)).toBeDefined();
  });

  it('has no line that a name brought along', () => {
    const mail = mailed('pack.expired', { name: 'Pack\r\nBcc: all@example.com\u2028x' });
    expect(mail?.subject).toBe('Pack Bcc: all@example.com x has expired (user_001)');
    expect(mail?.text.split('\n')).toHaveLength(6);
  });

  it('about an endpoint names its host, and neither its path nor its secret', () => {
    const endpoint: Endpoint = {
      endpointId: 'ep_1',
      url: 'https://example.com/hooks/token-in-path',
      events: ['quota.warning'],
      previousSecrets: [],
      secret: 'whsec_secret',
      state: 'disabled',
      createdAt: NOW,
      disabled: { at: NOW, reason: 'The endpoint answered 410 Gone.' },
      circuit: { timeouts: 0, openUntil: null },
      givenUp: 1,
    };
    const { text } = disabledMail(account, endpoint);
    expect(text).toContain('example.com (ep_1) receives no more webhooks. The endpoint answered 410 Gone.');
    expect(text).not.toMatch(/token-in-path|whsec/);
  });
});

describe('a figure', () => {
  it.each([
    [0, 'byte', '0 bytes'],
    [999, 'byte', '999 bytes'],
    [1_000, 'byte', '1 kB'],
    [4_350_000_000, 'byte', '4.35 GB'],
    [1_999_999_999, 'byte', '1.99 GB'],
    [2_500_000_000_000, 'byte', '2.5 TB'],
    [0, 'second', '0 s'],
    [90_000, 'second', '25 h'],
    [1, 'slot', '1 slot'],
    [2, 'slot', '2 slots'],
    [undefined, 'byte', 'an unknown amount'],
  ])('%s %s is written %s', (amount, unit, written) => {
    expect(amountOf(amount, unit)).toBe(written);
  });

  it.each([
    [0, 'CNY 0.00'],
    [5, 'CNY 0.05'],
    [2_900, 'CNY 29.00'],
    [-2_905, 'CNY -29.05'],
  ])('of %d fen is written %s', (amount, written) => {
    expect(moneyText({ amount, currency: 'CNY' })).toBe(written);
  });

  it('of a time is written to the minute, in UTC', () => {
    expect(timeOf('2027-12-04T10:20:30.000Z')).toBe('2027-12-04 10:20 UTC');
    expect([timeOf(undefined), timeOf('soon')]).toEqual(Array(2).fill('an unknown time'));
  });
});
