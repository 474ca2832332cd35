import { type Client, client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { expectProblem } from '../../support/problems.ts';
import { eventOf, MIDMONTH, machineOf, moveTo, problemType, timeOf, usedOf } from '../../support/service.ts';

let desk: TestStack;
let machine: Client;
let owner: Client;
const account = someone();

beforeAll(async () => {
  desk = await openStack();
  moveTo(desk, MIDMONTH);
  machine = await machineOf(desk);
  owner = await desk.as({ sub: account });
});
afterAll(() => desk.stop());

const report = (body: unknown) => machine.call('POST /v1/usage-events', body);
const text = (change: (event: string) => string) =>
  `[${change(JSON.stringify(eventOf(desk, { subject: account })))}]`;

describe('a body', () => {
  it.each([
    ['that ends too soon', '[{"id":'],
    ['that is no JSON', 'id=1'],
    ['that is empty', ''],
    ['with a number that is none', '[{"data":{"amount":NaN}}]'],
  ])('%s is malformed', async (_, body) => {
    expectProblem(await report(body), 400, 'malformed-json');
  });

  it.each([
    ['one event instead of a list', () => eventOf(desk, { subject: account }), ['']],
    ['no event', () => [], ['']],
    ['null', () => 'null', ['']],
    ['a list of lists', () => [[]], ['/0']],
    ['1,001 events', () => Array.from({ length: 1_001 }, () => eventOf(desk, { subject: account })), ['']],
  ] as [string, () => unknown, string[]][])('of %s is refused', async (_, body, paths) => {
    expectProblem(await report(body()), 400, 'validation-failed', paths);
  });

  it('of more than 1 MiB is too large, of 1 MiB not', async () => {
    const event = text((json) => json);
    const padded = (bytes: number) => event.padEnd(bytes, ' ');
    expect((await report(padded(1_048_576))).status).toBe(202);
    expectProblem(await report(padded(1_048_577)), 413, 'payload-too-large');
    expectProblem(await report(padded(2 * 1_048_576)), 413, 'payload-too-large');
    expectProblem(await report('ä'.repeat(524_289)), 413, 'payload-too-large');
  });

  it.each([
    ['POST', 'webhook-endpoints/ep_000000000000/test'],
    ['POST', 'webhook-endpoints/ep_000000000000/deliveries/dlv_1/replay'],
    ['DELETE', 'job-slots/job_1'],
  ])('of more than 1 MiB is too large also where none is read: %s %s', async (method, path) => {
    const answer = await owner.call(`${method} /v1/accounts/${account}/${path}`, ' '.repeat(1_048_577));
    expectProblem(answer, 413, 'payload-too-large');
  });

  it('with fields that there are not is refused, naming each of them', async () => {
    const event = eventOf(desk, { subject: account });
    const extra = { ...event, Subject: account, data: { amount: 1, 'un/it': 'GB' } };
    const answer = await report([event, extra]);
    expectProblem(answer, 400, 'validation-failed', ['/1/data/un~1it', '/1/Subject']);
    expect(answer.body.errors).toContainEqual({ path: '/1/Subject', detail: 'Unknown field. Remove it.' });
    const polluted = await report(text((json) => json.replace('{', '{"__proto__":{"amount":1},')));
    expectProblem(polluted, 400, 'validation-failed', ['/0/__proto__']);
  });

  it('reports at most a hundred errors', async () => {
    const answer = await report(
      Array.from({ length: 1_000 }, () => eventOf(desk, { subject: account, amount: 0 })),
    );
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toHaveLength(100);
    expect(answer.body.detail).toContain('999 more');
  });
});

describe('an amount', () => {
  it.each([
    '0',
    '-1',
    '1.5',
    '1e400',
    '9007199254740992',
    '9007199254740993',
    '1e16',
    '"5"',
    'null',
    'true',
    '[]',
  ])('of %s is refused', async (amount) => {
    const answer = await report(text((json) => json.replace('"amount":1', `"amount":${amount}`)));
    expectProblem(answer, 400, 'validation-failed', ['/0/data/amount']);
  });

  it('that is missing is refused', async () => {
    const answer = await report(text((json) => json.replace('"amount":1', '')));
    expectProblem(answer, 400, 'validation-failed', ['/0/data/amount']);
  });

  it.each(['0', '-5', '0.1', '9007199254740992'])('of %s cannot be reserved or checked', async (amount) => {
    const body = `{"meter":"transcoding","amount":${amount}}`;
    const reserved = await owner.call(`POST /v1/accounts/${account}/reservations`, body, {
      'idempotency-key': 'k',
    });
    expectProblem(reserved, 400, 'validation-failed', ['/amount']);
    const checked = await owner.call(`POST /v1/accounts/${account}/quota-checks`, body);
    expectProblem(checked, 400, 'validation-failed', ['/amount']);
  });
});

describe('an event', () => {
  it.each([
    ['type', 'storage'],
    ['type', 'jobSlots'],
    ['type', 'petabytes'],
    ['subject', 'guest_1'],
    ['subject', 'user_'],
    ['subject', `user_${'x'.repeat(65)}`],
    ['subject', 'user_a b'],
    ['subject', 'user_1\n'],
    ['specversion', '0.3'],
    ['id', ''],
    ['id', 'x'.repeat(257)],
    ['id', 'a\u0000b'],
    ['id', 'a\u001bb'],
    ['id', 'a\u007fb'],
    ['source', 'a\nb'],
    ['source', ''],
    ['time', 'now'],
    ['time', '2027-03-15'],
    ['time', '2027-03-15T12:00:00'],
    ['time', '2027-03-15T12:00:00+0800'],
    ['time', '2027-02-30T12:00:00Z'],
  ])('with the %s %j is refused', async (field, value) => {
    const answer = await report([{ ...eventOf(desk, { subject: account }), [field]: value }]);
    expectProblem(answer, 400, 'validation-failed', [`/0/${field}`]);
  });

  it.each([
    [601, 'The time is more than 10 minutes in the future. Check the clock of the producer.'],
    [-35 * 86_400 - 1, 'The time is more than 35 days old. Use POST /v1/usage-corrections for older usage.'],
  ])('of %d seconds from now is refused', async (seconds, detail) => {
    const answer = await report([
      eventOf(desk, { subject: account, time: timeOf(desk, seconds + Math.sign(seconds) * 60) }),
    ]);
    expectProblem(answer, 400, 'validation-failed', ['/0/time']);
    expect(answer.body.errors).toEqual([{ path: '/0/time', detail }]);
  });
});

it('nothing that was refused was counted', async () => {
  await desk.drain();
  // The one good event of a body of exactly 1 MiB.
  expect(await usedOf(machine, account)).toBe(1);
});

describe('a request', () => {
  it('that is not UTF-8 is refused, not repaired: two events must not become one', async () => {
    const event = JSON.stringify([eventOf(desk, { subject: someone(), id: 'z?' })]);
    const body = Buffer.from(event);
    body[event.indexOf('z?') + 1] = 0xff;
    const token = await desk.issueToken({ sub: 'machine', scope: 'usage.write' });
    const response = await fetch(`${desk.url}/v1/usage-events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body,
    });
    expect({ status: response.status, body: await response.json() }).toMatchObject({
      status: 400,
      body: { type: problemType('malformed-json') },
    });
  });

  it.each(['k'.repeat(256), ''])(
    'whose Idempotency-Key has %#: 256 or no characters is refused',
    async (key) => {
      const body = { meter: 'transcoding', amount: 1 };
      const answer = await owner.call(`POST /v1/accounts/${account}/reservations`, body, {
        'idempotency-key': key,
      });
      expectProblem(answer, 400, 'idempotency-key-required', ['Idempotency-Key']);
    },
  );

  it('is refused for such a key also where it asks for a preview, which needs none', async () => {
    const preview = `POST /v1/accounts/${account}/purchases?preview=true`;
    const body = { packType: 'cap_10', paymentMethod: 'sandbox_ok' };
    const answer = await owner.call(preview, body, { 'idempotency-key': 'k'.repeat(256) });
    expectProblem(answer, 400, 'idempotency-key-required', ['Idempotency-Key']);
    expect((await owner.call(preview, body)).status).toBe(200);
  });

  it('whose Idempotency-Key has 255 characters is taken', async () => {
    const body = { meter: 'transcoding', amount: 1 };
    const key = { 'idempotency-key': 'k'.repeat(255) };
    expect((await owner.call(`POST /v1/accounts/${account}/reservations`, body, key)).status).toBe(201);
  });

  it('with several faults isSubscribed of all of them', async () => {
    const body = { jobId: 'a b', leaseSeconds: 1, priority: 'high' };
    const answer = await owner.call(`POST /v1/accounts/${account}/job-slots`, body);
    expectProblem(answer, 400, 'validation-failed', ['/jobId', '/leaseSeconds', '/priority']);
  });

  it.each([
    ['GET', 'quotas?explain=1', ['explain']],
    ['GET', 'quotas?verbose=true', ['verbose']],
    ['GET', 'usage-events/a/b', ['time']],
    ['GET', 'usage-events/a/b?time=now', ['time']],
    ['GET', 'uploads/1', ['uploadId']],
    ['DELETE', 'reservations/1', ['id']],
    ['DELETE', 'job-slots/a%20b', ['jobId']],
    ['DELETE', `job-slots/${'x'.repeat(65)}`, ['jobId']],
  ])('%s %s is refused with the name of the parameter', async (method, path, paths) => {
    expectProblem(
      await owner.call(`${method} /v1/accounts/${account}/${path}`),
      400,
      'validation-failed',
      paths,
    );
  });

  it('whose path is not well encoded is refused', async () => {
    const { status, body } = await owner.call(`GET /v1/accounts/${account}/usage-events/%zz/1`);
    expect({ status, type: body.type }).toEqual({ status: 400, type: problemType('validation-failed') });
  });

  it('without a token is refused before anything is looked at', async () => {
    const answer = await client(desk.url, null).call('POST /v1/usage-events', '{');
    expectProblem(answer, 401, 'unauthenticated');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });
});
