import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { count, eventOf, machineOf, moveTo, usedOf } from '../../support/service.ts';

const MAY = { start: '2027-05-01T00:00:00.000Z', end: '2027-06-01T00:00:00.000Z' };
const JUNE = { start: '2027-06-01T00:00:00.000Z', end: '2027-07-01T00:00:00.000Z' };
const IN_MAY = '2027-05-31T22:15:00Z';
const WITHIN_GRACE = '2027-06-01T23:58:00Z';
const AFTER_GRACE = '2027-06-02T00:00:00Z';

let desk: TestStack;
let machine: Client;

beforeAll(async () => {
  desk = await openStack();
  machine = await machineOf(desk);
});
afterAll(() => desk.stop());

const becameOf = async (account: string, id: string) => {
  const { body } = await machine.call(`GET /v1/accounts/${account}/usage-events/test/${id}?time=${IN_MAY}`);
  const { state, amount, period, late } = body;
  return { state, amount, period, late };
};

const monthsOf = async (account: string) => {
  const query = 'meter=bandwidth&granularity=month&from=2027-05-01T00:00:00Z&to=2027-07-31T00:00:00Z';
  const { body } = await machine.call(`GET /v1/accounts/${account}/usage?${query}`);
  return body.items.map((item: { amount: number }) => item.amount);
};

describe('an event of last month', () => {
  it('counts in its own month up to a day after its end', async () => {
    const subject = someone();
    moveTo(desk, WITHIN_GRACE);
    const event = eventOf(desk, { subject, time: IN_MAY, amount: 8 });
    await count(desk, machine, [event]);
    expect(await becameOf(subject, event.id)).toEqual({
      state: 'counted',
      amount: 8,
      period: MAY,
      late: false,
    });
    expect(await usedOf(machine, subject)).toBe(0);
    moveTo(desk, '2027-05-31T23:00:00Z');
    expect(await usedOf(machine, subject)).toBe(8);
  });

  it('counts in the current month after that, is reported as late, and keeps its own time', async () => {
    const subject = someone();
    moveTo(desk, AFTER_GRACE);
    const event = eventOf(desk, { subject, time: IN_MAY, amount: 8 });
    await count(desk, machine, [event, eventOf(desk, { subject, amount: 1 })]);
    expect(await becameOf(subject, event.id)).toEqual({
      state: 'counted',
      amount: 8,
      period: JUNE,
      late: true,
    });
    expect(await usedOf(machine, subject)).toBe(9);
    expect(await monthsOf(subject)).toEqual([8, 1, 0]);
  });

  it('counts once when it comes on either side of the closing', async () => {
    const subject = someone();
    moveTo(desk, WITHIN_GRACE);
    const events = Array.from({ length: 300 }, (_, i) =>
      eventOf(desk, { subject, time: IN_MAY, id: `${i}`, amount: 2 }),
    );
    await count(desk, machine, events);
    moveTo(desk, AFTER_GRACE);
    await count(desk, machine, events.toReversed());
    expect(await usedOf(machine, subject)).toBe(0);
    expect(await becameOf(subject, '299')).toEqual({ state: 'counted', amount: 2, period: MAY, late: false });
    expect(await monthsOf(subject)).toEqual([600, 0, 0]);
  });

  it('counts once when it was late and comes again after the month that took it', async () => {
    const subject = someone();
    moveTo(desk, AFTER_GRACE);
    const event = eventOf(desk, { subject, time: IN_MAY, amount: 2 });
    await count(desk, machine, [event]);
    moveTo(desk, '2027-07-03T00:00:00Z');
    await count(desk, machine, [event]);
    expect(await usedOf(machine, subject)).toBe(0);
    expect(await becameOf(subject, event.id)).toEqual({
      state: 'counted',
      amount: 2,
      period: JUNE,
      late: true,
    });
    expect(await monthsOf(subject)).toEqual([2, 0, 0]);
  });

  it('counts in the first open month when two have closed', async () => {
    const subject = someone();
    const time = '2027-05-31T12:00:00Z';
    moveTo(desk, '2027-07-03T00:00:00Z');
    const event = eventOf(desk, { subject, time, amount: 2 });
    await count(desk, machine, [event]);
    expect(await usedOf(machine, subject)).toBe(2);
    const { body } = await machine.call(
      `GET /v1/accounts/${subject}/usage-events/test/${event.id}?time=${time}`,
    );
    const july = { start: '2027-07-01T00:00:00.000Z', end: '2027-08-01T00:00:00.000Z' };
    expect(body).toMatchObject({ late: true, period: july });
  });
});
