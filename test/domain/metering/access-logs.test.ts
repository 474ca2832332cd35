import {
  accountOfPath,
  addLine,
  emptyTally,
  eventsOfLog,
  logReader,
} from '../../../functions/domain/metering/access-logs.ts';

describe('the account of a path', () => {
  it.each([
    ['/u/user_001/film.mp4', 'user_001'],
    ['/u/company_a-1', 'company_a-1'],
    ['/uploads/user_001/0f/film.mp4', 'user_001'],
    ['/u/%75ser_001/film.mp4', 'user_001'],
    ['/u/%2575ser_001/film.mp4', 'user_001'],
    ['/u/user_001/100%.mp4', 'user_001'],
    ['/u/somebody/film.mp4', null],
    ['/u/', null],
    ['/v/user_001/film.mp4', null],
    ['/x/u/user_001/film.mp4', null],
    ['', null],
  ])('%s is %s', (path, account) => {
    expect(accountOfPath(path)).toBe(account);
  });

  it('may stand behind other beginnings', () => {
    expect(accountOfPath('/media/user_001/a', ['/media/'])).toBe('user_001');
    expect(accountOfPath('/u/user_001/a', ['/media/'])).toBeNull();
  });
});

const delivery = { kind: 'delivery', hour: '2027-03-15T11', path: '/u/user_001/a.mp4', bytes: 1_045_619 };

describe('a log', () => {
  it('in W3C has its columns by name, and in any order', () => {
    const read = logReader();
    expect(read('#Version: 1.0')).toEqual({ kind: 'heading' });
    expect(read('#Fields: date time x-edge-location sc-bytes c-ip cs-uri-stem')).toEqual({ kind: 'heading' });
    expect(read('2027-03-15\t11:59:59\tFRA2\t1045619\t192.0.2.1\t/u/user_001/a.mp4')).toEqual(delivery);
    expect(read('#Fields: sc-bytes cs-uri-stem date time')).toEqual({ kind: 'heading' });
    expect(read('1045619 /u/user_001/a.mp4 2027-03-15 11:00:00\r')).toEqual(delivery);
  });

  it('in JSON has its fields by name, numbers as texts or not', () => {
    const read = logReader();
    const fields = { 'cs-uri-stem': '/u/user_001/a.mp4', 'sc-bytes': '1045619', 'x-edge-location': 'FRA2' };
    const times = [
      { date: '2027-03-15', time: '11:59:59' },
      { timestamp: String(Date.UTC(2027, 2, 15, 11, 30) / 1_000) },
      { 'timestamp(ms)': Date.UTC(2027, 2, 15, 11, 30) },
    ];
    for (const time of times) expect(read(JSON.stringify({ ...time, ...fields }))).toEqual(delivery);
    expect(read(JSON.stringify({ ...times[0], ...fields, 'sc-bytes': 1_045_619 }))).toEqual(delivery);
  });

  it.each([
    ['comes before its columns are named', '2027-03-15\t11:00:00\t1\t/u/user_001/a'],
    ['is cut short', '#Fields: date time sc-bytes cs-uri-stem\n2027-03-15\t11:00:00\t1'],
    ['has no such hour', '#Fields: date time sc-bytes cs-uri-stem\n2027-03-15\t24:00:00\t1\t/u/user_001/a'],
    ['has no such day', '#Fields: date time sc-bytes cs-uri-stem\n2027-13-15\t11:00:00\t1\t/u/user_001/a'],
    ['has no number', '#Fields: date time sc-bytes cs-uri-stem\n2027-03-15\t11:00:00\t-\t/u/user_001/a'],
    ['has a fraction', '#Fields: date time sc-bytes cs-uri-stem\n2027-03-15\t11:00:00\t1.5\t/u/user_001/a'],
    ['lacks a column', '#Fields: date time sc-bytes\n2027-03-15\t11:00:00\t1'],
    ['is cut JSON', '{"date":"2027-03-15","ti'],
    ['is JSON without a time', '{"sc-bytes":"1","cs-uri-stem":"/u/user_001/a"}'],
  ])('has a malformed line where it %s', (_, text) => {
    const read = logReader();
    expect(
      text
        .split('\n')
        .map((line) => read(line).kind)
        .at(-1),
    ).toBe('malformed');
  });
});

it('comes to one event for each account and hour, named by its file', () => {
  const tally = emptyTally();
  const read = logReader();
  const lines = [
    '#Fields: date time sc-bytes cs-uri-stem',
    '2027-03-15 10:59:59 1 /u/user_001/a',
    '2027-03-15 11:00:00 2 /u/user_001/a',
    '2027-03-15 11:59:59 4 /uploads/user_001/b',
    '2027-03-15 11:30:00 8 /u/company_1/c',
    '2027-03-15 11:30:00 0 /u/company_2/c',
    '2027-03-15 11:30:00 16 /favicon.ico',
    'what is this',
    '',
  ];
  for (const line of lines) addLine(tally, read(line));
  expect({ ...tally, bytes: undefined }).toEqual({
    lines: 7,
    malformed: 1,
    unattributed: 1,
    bytes: undefined,
  });
  const event = { meter: 'bandwidth', source: 'urn:real-deal:cloudfront' };
  const [ten, eleven] = [Date.UTC(2027, 2, 15, 10), Date.UTC(2027, 2, 15, 11)];
  expect(eventsOfLog('logs/E1.gz', tally)).toEqual([
    { ...event, account: 'user_001', id: 'logs/E1.gz#2027-03-15T10', at: ten, amount: 1 },
    { ...event, account: 'user_001', id: 'logs/E1.gz#2027-03-15T11', at: eleven, amount: 6 },
    { ...event, account: 'company_1', id: 'logs/E1.gz#2027-03-15T11', at: eleven, amount: 8 },
  ]);
});
