import { type ArchivedEvent, archiveKey, archiveLine } from '../../../functions/domain/metering/archive.ts';
import { HOUR, parseInstant, plus } from '../../../functions/domain/time.ts';
import { accountNamed } from '../../support/grants.ts';

const at = parseInstant('2027-03-15T23:10:00Z');
const event = (id: string, parts: Partial<ArchivedEvent> = {}): ArchivedEvent => ({
  account: accountNamed('user_001'),
  meter: 'bandwidth',
  source: 's',
  id,
  at,
  amount: 5,
  countedAt: plus(at, 1_000),
  ...parts,
});

describe('the key of an archived batch', () => {
  it('is in the partition of the hour of its latest event', () => {
    const key = archiveKey([event('a'), event('b', { at: plus(at, HOUR) })]);
    expect(key).toMatch(/^events\/day=2027-03-16\/hour=00\/[0-9a-f]{32}\.json\.gz$/);
  });

  it('is the same for the same events in any order, whenever they were counted', () => {
    const again = [event('b', { countedAt: plus(at, HOUR) }), event('a')];
    expect(archiveKey(again)).toBe(archiveKey([event('a'), event('b')]));
  });

  it('is another one for another amount', () => {
    expect(archiveKey([event('a', { amount: 6 })])).not.toBe(archiveKey([event('a')]));
  });
});

it('has one line of JSON for each event', () => {
  expect(JSON.parse(archiveLine(event('a')))).toEqual({
    account: 'user_001',
    meter: 'bandwidth',
    source: 's',
    id: 'a',
    time: '2027-03-15T23:10:00.000Z',
    amount: 5,
    countedAt: '2027-03-15T23:10:01.000Z',
  });
});
