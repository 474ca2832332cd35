import * as fc from 'fast-check';
import { cloudEventOf, eventTypes } from '../../../functions/domain/events.ts';
import { fitted, MOST_DATA_BYTES } from '../../../functions/domain/metering/event-size.ts';
import { factOf } from '../../support/domain-events.ts';

/** What one entry of the bus may have had in every region before 2026-01. */
const ENTRY = 256 * 1024;

const grants = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    grantId: `pur_${n}`,
    packType: 'cap_10',
    amount: 10_000_000_000,
  }));

describe('an event that is too large for the bus', () => {
  it('lacks its largest member, names it, and says where the API has it', () => {
    const event = factOf('account.state-changed', {
      data: { meter: 'storage', quotas: [{ meter: 'storage', grants: grants(5_000) }] },
    });
    expect(fitted(event)).toEqual({
      ...event,
      data: { meter: 'storage', omitted: ['quotas'], readAt: `/v1/accounts/${event.account}/quotas` },
    });
  });

  it('is left as it is as long as it fits', () => {
    const event = factOf('account.state-changed', { data: { meter: 'storage', quotas: grants(3_000) } });
    expect(fitted(event)).toBe(event);
  });

  it('fits an entry, whatever its type and data are', () => {
    const data = fc.dictionary(
      fc.string(),
      fc.string({ maxLength: 20 }).chain((text) => fc.nat(40_000).map((times) => text.repeat(times))),
      { maxKeys: 12 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...eventTypes), data, (type, members) => {
        const event = fitted(factOf(type, { data: members }));
        expect(Buffer.byteLength(JSON.stringify(cloudEventOf(event)))).toBeLessThan(ENTRY);
        const { omitted = [] } = event.data as { omitted?: string[] };
        for (const [name, value] of Object.entries(members))
          if (!omitted.includes(name) && name !== 'omitted' && name !== 'readAt')
            expect(event.data[name]).toBe(value);
      }),
      { numRuns: 50 },
    );
    expect(MOST_DATA_BYTES).toBeLessThan(ENTRY);
  });
});
