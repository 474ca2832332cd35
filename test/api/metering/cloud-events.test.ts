import { CloudEvent, HTTP } from 'cloudevents';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { expectProblem } from '../../support/problems.ts';
import { eventOf, MIDMONTH, machineOf, moveTo, usedOf } from '../../support/service.ts';

const SOURCE = 'https://cdn.example/edge/7?zone=1#a';
const TIME = '2027-03-15T12:00:00.000Z';
const ROUTE = 'POST /v1/usage-events';

let desk: TestStack;
let machine: Client;
let account: string;

beforeAll(async () => {
  desk = await openStack();
  machine = await machineOf(desk);
});
beforeEach(() => {
  moveTo(desk, MIDMONTH);
  account = someone();
});
afterAll(() => desk.stop());

const cloudEvent = (id: string, amount: number, extensions = {}) =>
  new CloudEvent({
    source: SOURCE,
    id,
    type: 'bandwidth',
    subject: account,
    time: TIME,
    data: { amount },
    ...extensions,
  });

/** Sends a message that the SDK made, as it made it. */
const send = ({ headers, body }: { headers: object; body: unknown }) =>
  machine.call(ROUTE, body as string, Object.fromEntries(Object.entries(headers)) as Record<string, string>);

const plain = (parts: Readonly<Record<string, unknown>> = {}) => ({
  ...eventOf(desk, { subject: account, amount: 5 }),
  ...parts,
});
const as = (type: string, body: unknown, headers = {}) =>
  machine.call(ROUTE, body, { 'content-type': type, ...headers });

describe('a message of the official SDK', () => {
  it('in structured mode is one event', async () => {
    expect(await send(HTTP.structured(cloudEvent('a', 700)))).toMatchObject({
      status: 202,
      body: { accepted: 1 },
    });
    await desk.drain();
    expect(await usedOf(machine, account)).toBe(700);
  });

  it('in binary mode is one event, its attributes in headers', async () => {
    expect(await send(HTTP.binary(cloudEvent('a', 55)))).toMatchObject({
      status: 202,
      body: { accepted: 1 },
    });
    await desk.drain();
    expect(await usedOf(machine, account)).toBe(55);
  });

  it('in binary mode needs no media type, which the Python SDK leaves out; another mode does', async () => {
    const token = await desk.issueToken({ sub: 'machine', scope: 'usage.write' });
    const post = (headers: Record<string, string>) =>
      fetch(`${desk.url}/v1/usage-events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, ...headers },
        // Bytes: fetch names the media type of text.
        body: new TextEncoder().encode('{"amount":8}'),
      });
    const subject = { 'ce-subject': account, 'ce-time': '2027-03-15T12:00:00.123456+00:00' };
    const named = { 'ce-specversion': '1.0', 'ce-id': 'a', 'ce-source': SOURCE, 'ce-type': 'bandwidth' };
    expect((await post({ ...named, ...subject })).status).toBe(202);
    expect((await post({})).status).toBe(415);
    await desk.drain();
    expect(await usedOf(machine, account)).toBe(8);
  });

  it('in batched mode is as many as it has', async () => {
    const batch = [cloudEvent('a', 1), cloudEvent('b', 20)];
    expect(await as('application/cloudevents-batch+json', JSON.stringify(batch))).toMatchObject({
      status: 202,
      body: { accepted: 2 },
    });
    await desk.drain();
    expect(await usedOf(machine, account)).toBe(21);
  });

  it('in whatever mode it comes again, is the same event', async () => {
    const event = cloudEvent('a', 9, {
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    });
    await send(HTTP.structured(event));
    await send(HTTP.binary(event));
    await as('application/json', JSON.stringify([event]));
    await desk.drain();
    expect(await usedOf(machine, account)).toBe(9);
  });
});

describe('an event', () => {
  it.each([
    ['extension attributes', { traceparent: '00-1-2-01', partitionkey: '7', sampledrate: 3 }],
    ['a schema of its data', { dataschema: 'https://cdn.example/usage.json' }],
    ['a media type with parameters', { datacontenttype: 'application/json; charset=utf-8' }],
    ['a media type that ends in +json', { datacontenttype: 'application/vnd.cdn+json' }],
  ])('may have %s', async (_, parts) => {
    expect((await as('application/json', [plain(parts)])).status).toBe(202);
  });

  it('may not have data that is no JSON, or an attribute whose name no extension may have', async () => {
    const answer = await as('application/json', [
      plain({ datacontenttype: 'text/xml' }),
      plain({ sampledRate: 1 }),
    ]);
    expectProblem(answer, 400, 'validation-failed', ['/0/datacontenttype', '/1/sampledRate']);
  });

  it.each(['2027-03-15T12:00:00+00:00', '2027-03-15T20:00:00.000+08:00', '2027-03-15T06:30:00.000000-05:30'])(
    'of %s is one of noon',
    async (time) => {
      const event = { ...plain(), id: 'same', source: SOURCE };
      await as('application/json', [{ ...event, time }]);
      await as('application/json', [{ ...event, time: TIME }]);
      await desk.drain();
      expect(await usedOf(machine, account)).toBe(5);
      for (const asked of [time, TIME]) {
        const query = new URLSearchParams({ source: SOURCE, id: 'same', time: asked });
        expect((await machine.call(`GET /v1/accounts/${account}/usage-events?${query}`)).body).toMatchObject({
          state: 'counted',
          period: { start: '2027-03-01T00:00:00.000Z' },
        });
      }
    },
  );

  it.each(['2027-03-15T12:00:00', '2027-03-15', '2027-02-30T12:00:00Z', '2027-03-15T12:00:00+25:00'])(
    'of %s is refused',
    async (time) => {
      expectProblem(await as('application/json', [plain({ time })]), 400, 'validation-failed', ['/0/time']);
    },
  );
});

describe('a body', () => {
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'application/cloudevents+xml',
  ])('of %s is refused, and told what is accepted', async (type) => {
    const answer = await as(type, [plain()]);
    expectProblem(answer, 415, 'unsupported-media-type');
    expect(answer.headers.get('accept')).toBe(
      'application/json, application/cloudevents-batch+json, application/cloudevents+json',
    );
    expect(answer.body.detail).toContain(type);
  });

  it('of one event as plain JSON gets an error that says how to send it', async () => {
    for (const body of [plain(), { events: [plain()] }])
      expect((await as('application/json', body)).body.errors).toEqual([
        {
          path: '',
          detail:
            'Must be an array. For one event, wrap it in […] or send it as application/cloudevents+json.',
        },
      ]);
  });

  it('in structured mode has its faults named from the event on', async () => {
    const answer = await as('application/cloudevents+json', plain({ data: {}, id: undefined }));
    expectProblem(answer, 400, 'validation-failed', ['/id', '/data/amount']);
    expect(answer.body.errors[0].detail).toBe('This field is missing. Send a string.');
    expectProblem(await as('application/cloudevents+json', [plain()]), 400, 'validation-failed', ['']);
  });

  it('in binary mode has its faults named by header, and by place in the data', async () => {
    const headers = { 'ce-specversion': '1.0', 'ce-id': 'a', 'ce-source': SOURCE, 'ce-type': 'bandwidth' };
    const answer = await as('application/json', { amount: 0 }, { ...headers, 'ce-time': TIME });
    expectProblem(answer, 400, 'validation-failed', ['ce-subject', '/amount']);
  });
});

describe('two events of one call with the same source and id', () => {
  it.each([
    ['amount', { data: { amount: 6 } }],
    ['time', { time: '2027-03-15T12:00:01Z' }],
    ['meter', { type: 'transcoding' }],
    ['account', { subject: 'user_001' }],
  ])('are both named and refused if they differ in their %s', async (_, parts) => {
    const event = plain({ id: 'same', time: TIME });
    const answer = await as('application/json', [event, plain(), { ...event, ...parts }]);
    expectProblem(answer, 400, 'validation-failed', ['/0', '/2']);
    expect(answer.body.errors[0].detail).toContain('/0 and /2 have the same source and id');
  });

  it('count once if they are the same event, however its time is written', async () => {
    const event = plain({ id: 'same', time: TIME });
    const answer = await as('application/json', [
      event,
      event,
      { ...event, time: '2027-03-15T20:00:00+08:00' },
    ]);
    expect(answer).toMatchObject({ status: 202, body: { accepted: 3 } });
    await desk.drain();
    expect(await usedOf(machine, account)).toBe(5);
  });
});
