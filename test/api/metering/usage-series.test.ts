import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { count, eventOf, MIDMONTH, machineOf, moveTo, problemType } from '../../support/service.ts';

let desk: TestStack;
let machine: Client;
const account = someone();

beforeAll(async () => {
  desk = await openStack();
  machine = await machineOf(desk);
  moveTo(desk, MIDMONTH);
  const of = (time: string, amount: number, type = 'bandwidth') =>
    eventOf(desk, { subject: account, time, amount, type });
  await count(desk, machine, [
    of('2027-03-15T12:05:00Z', 5),
    of('2027-03-15T12:00:00Z', 50),
    of('2027-03-15T11:59:59.999Z', 500),
    of('2027-03-15T09:30:00Z', 7),
    of('2027-03-13T00:00:00Z', 11),
    of('2027-02-20T10:00:00Z', 13),
    of('2027-03-15T09:30:00Z', 1, 'transcoding'),
  ]);
});
afterAll(() => desk.stop());

const series = (query: Record<string, string>) =>
  machine.call(`GET /v1/accounts/${account}/usage?${new URLSearchParams({ meter: 'bandwidth', ...query })}`);

describe('a usage series', () => {
  it('gives each started hour, oldest first, gaps as 0', async () => {
    const { status, body } = await series({
      from: '2027-03-15T09:10:00Z',
      to: '2027-03-15T12:00:01Z',
      granularity: 'hour',
    });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        from: '2027-03-15T09:00:00.000Z',
        to: '2027-03-15T13:00:00.000Z',
        items: [
          { start: '2027-03-15T09:00:00.000Z', amount: 7 },
          { start: '2027-03-15T10:00:00.000Z', amount: 0 },
          { start: '2027-03-15T11:00:00.000Z', amount: 500 },
          { start: '2027-03-15T12:00:00.000Z', amount: 55 },
        ],
      },
    });
  });

  it('ends before `to`', async () => {
    const { body } = await series({
      from: '2027-03-15T11:00:00Z',
      to: '2027-03-15T12:00:00Z',
      granularity: 'hour',
    });
    expect(body).toEqual({
      from: '2027-03-15T11:00:00.000Z',
      to: '2027-03-15T12:00:00.000Z',
      items: [{ start: '2027-03-15T11:00:00.000Z', amount: 500 }],
    });
  });

  it('gives days when nothing else is asked for', async () => {
    const { body } = await series({ from: '2027-03-13T00:00:00Z', to: '2027-03-16T00:00:00Z' });
    expect(body).toEqual({
      from: '2027-03-13T00:00:00.000Z',
      to: '2027-03-16T00:00:00.000Z',
      items: [
        { start: '2027-03-13T00:00:00.000Z', amount: 11 },
        { start: '2027-03-14T00:00:00.000Z', amount: 0 },
        { start: '2027-03-15T00:00:00.000Z', amount: 562 },
      ],
    });
  });

  it('gives whole months, and says from when to when', async () => {
    const { body } = await series({
      from: '2027-01-31T00:00:00Z',
      to: '2027-03-31T00:00:00Z',
      granularity: 'month',
    });
    expect(body).toEqual({
      from: '2027-01-01T00:00:00.000Z',
      to: '2027-04-01T00:00:00.000Z',
      items: [
        { start: '2027-01-01T00:00:00.000Z', amount: 0 },
        { start: '2027-02-01T00:00:00.000Z', amount: 13 },
        { start: '2027-03-01T00:00:00.000Z', amount: 573 },
      ],
    });
  });

  it('is of one meter', async () => {
    const { body } = await series({
      meter: 'transcoding',
      from: '2027-03-15T00:00:00Z',
      to: '2027-03-16T00:00:00Z',
    });
    expect(body.items).toEqual([{ start: '2027-03-15T00:00:00.000Z', amount: 1 }]);
  });

  it('answers at once however long ago it is asked for', async () => {
    const started = performance.now();
    const query = 'meter=bandwidth&granularity=hour&from=1970-01-01T00:00:00Z&to=1970-01-01T02:00:00Z';
    const { status, body } = await machine.call(`GET /v1/accounts/${account}/usage?${query}`);
    expect({ status, amounts: body.items.map((item: { amount: number }) => item.amount) }).toEqual({
      status: 200,
      amounts: [0, 0],
    });
    const lookup = await machine.call(
      `GET /v1/accounts/${account}/usage-events/a/b?time=1970-01-01T00:00:00Z`,
    );
    expect(lookup.body.state).toBe('unknown');
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it.each([
    ['from', '0001-01-01T00:00:00Z', '0001-01-03T00:00:00Z'],
    ['to', '8999-12-31T00:00:00Z', '9999-12-31T23:59:59Z'],
  ])('ends where calendars do: %s', async (path, from, to) => {
    const { status, body } = await series({ from, to, granularity: 'month' });
    expect({ status, paths: body.errors.map((error: { path: string }) => error.path) }).toMatchObject({
      status: 400,
      paths: expect.arrayContaining([path]),
    });
  });

  it('has nothing yet of what is to come', async () => {
    const lookup = await machine.call(
      `GET /v1/accounts/${account}/usage-events/a/b?time=2093-08-14T00:00:00Z`,
    );
    expect(lookup).toMatchObject({ status: 200, body: { state: 'unknown' } });
    const { status, body } = await series({ from: '2093-08-14T00:00:00Z', to: '2093-08-16T00:00:00Z' });
    expect({ status, amounts: body.items.map((item: { amount: number }) => item.amount) }).toEqual({
      status: 200,
      amounts: [0, 0],
    });
  });

  it('has a thousand points at most', async () => {
    const from = '2027-02-01T00:00:00Z';
    const most = await series({ from, to: '2027-03-14T16:00:00Z', granularity: 'hour' });
    expect(most.body.items).toHaveLength(1_000);
    const more = await series({ from, to: '2027-03-14T16:00:01Z', granularity: 'hour' });
    expect(more.status).toBe(400);
    expect(more.body).toMatchObject({
      type: problemType('validation-failed'),
      errors: [{ path: 'granularity', detail: expect.stringContaining('1000') }],
    });
  });

  it.each([
    ['to', { from: '2027-03-15T00:00:00Z', to: '2027-03-14T00:00:00Z' }],
    ['to', { from: '2027-03-15T00:00:00Z', to: '2027-03-15T00:00:00Z' }],
    ['to', { from: '2027-03-15T00:00:00Z' }],
    ['from', { from: 'yesterday', to: '2027-03-15T00:00:00Z' }],
    ['from', { from: '2027-03-15T00:00:00+0800', to: '2027-03-16T00:00:00Z' }],
    ['granularity', { from: '2027-03-15T00:00:00Z', to: '2027-03-16T00:00:00Z', granularity: 'week' }],
    ['meter', { from: '2027-03-15T00:00:00Z', to: '2027-03-16T00:00:00Z', meter: 'storage' }],
    ['by', { from: '2027-03-15T00:00:00Z', to: '2027-03-16T00:00:00Z', by: 'hour' }],
  ] as [string, Record<string, string>][])('refuses a wrong %s', async (path, query) => {
    const { status, body } = await series(query);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      type: problemType('validation-failed'),
      errors: [{ path, detail: expect.any(String) }],
    });
  });
});
