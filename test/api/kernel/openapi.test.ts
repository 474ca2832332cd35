import * as z from 'zod';
import { type Route, routes } from '../../../functions/api/routes.ts';
import {
  type Answered,
  type Client,
  client,
  openStack,
  someone,
  type TestStack,
} from '../../support/local-stack.ts';
import { eventOf, MIDMONTH, machineOf, moveTo } from '../../support/service.ts';
import { bundle, buyTheme, fixed, publish } from '../../support/themes.ts';

type Schema = Readonly<Record<string, unknown>>;
type Content = Readonly<Record<string, { readonly schema: Schema }>>;

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
  }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

interface Description {
  readonly openapi: string;
  readonly security: unknown;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

let desk: TestStack;
let description: Description;
let account: string;
let owner: Client;
let machine: Client;

beforeAll(async () => {
  desk = await openStack();
  moveTo(desk, MIDMONTH);
  description = (await client(desk.url, null).call<Description>('GET /openapi.json')).body;
  account = someone();
  owner = await desk.as({ sub: account });
  machine = await machineOf(desk);
});
afterAll(() => desk.stop());

const operationOf = (key: string): Operation => {
  const [method = '', path = ''] = key.split(' ');
  const operation = description.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`${key} is not described.`);
  return operation;
};

/** What the description says of that answer's body, as a check. */
function checkOf(key: string, answer: Answered): z.ZodType {
  const { responses } = operationOf(key);
  const type = answer.headers.get('content-type') ?? '';
  const schema = (responses[answer.status] ?? responses[`${String(answer.status)[0]}XX`])?.content?.[type]
    ?.schema;
  if (!schema) throw new Error(`${key} does not describe ${answer.status} ${type}.`);
  const local = JSON.stringify({ ...schema, $defs: description.components.schemas });
  return z.fromJSONSchema(JSON.parse(local.replaceAll('#/components/schemas/', '#/$defs/')));
}

const expectDescribed = (key: string, answer: Answered): void =>
  expect(checkOf(key, answer).safeParse(answer.body).error).toBeUndefined();

const operations = () =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
    ),
  );

describe('the description of the API', () => {
  it('is OpenAPI 3.1, public, and cacheable', async () => {
    const { status, headers, body } = await client(desk.url, null).call<Description>('GET /openapi.json');
    expect({ status, version: body.openapi }).toEqual({ status: 200, version: '3.1.0' });
    expect(headers.get('cache-control')).toContain('public');
  });

  it('knows every route that there is, and no other', () => {
    expect(
      operations()
        .map(([key]) => key)
        .sort(),
    ).toEqual(Object.keys(routes).sort());
  });

  it('names each operation once', () => {
    const names = operations().map(([, { operationId }]) => operationId);
    expect(new Set(names).size).toBe(names.length);
    expect(operations().filter(([, { summary }]) => summary === '')).toEqual([]);
  });

  it('resolves every reference', () => {
    const references = [...JSON.stringify(description).matchAll(/"#\/components\/schemas\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(0);
    const known = Object.keys(description.components.schemas);
    expect(references.map(([, name]) => name).filter((name) => !known.includes(name ?? ''))).toEqual([]);
  });

  it.each(Object.entries(routes) as [string, Route][])('%s says who may call it', (key, { access }) => {
    const { description: text, security } = operationOf(key);
    expect(text).toContain(
      access === 'public' ? 'No authentication required.' : `For: ${[...access, 'admin'].join(', ')}.`,
    );
    expect(security).toEqual(access === 'public' ? [] : undefined);
  });

  it.each(Object.entries(routes) as [string, Route][])('%s says what it takes', (key, { idempotency }) => {
    const { parameters = [], requestBody } = operationOf(key);
    const inPath = [...key.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(parameters.filter((each) => each.in === 'path').map(({ name }) => name)).toEqual(inPath);
    const header = parameters.find(({ name }) => name === 'Idempotency-Key');
    // Who asks for a preview needs no key.
    const mayPreview = parameters.some(({ name }) => name === 'preview');
    expect(header?.required).toBe(idempotency && idempotency === 'required' && !mayPreview);
    // What is only to be done again, or anew, says nothing more.
    const hasBody = /^(POST|PUT|PATCH) /.test(key) && !/\/(replay|versions|secret-rotations)$/.test(key);
    const isOptional = key.endsWith('/test');
    expect(requestBody?.required).toBe(hasBody ? !isOptional : undefined);
  });

  it.each(Object.keys(routes))('%s says how its answers look', (key) => {
    const { responses } = operationOf(key);
    const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
    expect(good.length).toBeGreaterThan(0);
    for (const [status, { description: text, content }] of good) {
      expect(text).not.toBe('');
      expect(content?.['application/json']?.schema === undefined).toBe(status === '204');
    }
    for (const status of ['4XX', '5XX'])
      expect(responses[status]?.content?.['application/problem+json']?.schema).toEqual({
        $ref: '#/components/schemas/Problem',
      });
  });
});

describe('an answer is as it is described:', () => {
  it('usage', async () => {
    const event = eventOf(desk, { subject: account, type: 'transcoding', amount: 100 });
    expectDescribed('POST /v1/usage-events', await machine.call('POST /v1/usage-events', [event]));
    await desk.drain();
    for (const id of [event.id, 'unknown'])
      expectDescribed(
        'GET /v1/accounts/{account}/usage-events/{source}/{id}',
        await owner.call(`GET /v1/accounts/${account}/usage-events/test/${id}?time=${event.time}`),
      );
    const query = 'meter=transcoding&from=2027-03-14T00:00:00Z&to=2027-03-16T00:00:00Z';
    const series = await owner.call(`GET /v1/accounts/${account}/usage?${query}`);
    expect(series.body.items).toHaveLength(2);
    expectDescribed('GET /v1/accounts/{account}/usage', series);
  });

  it('quotas and checks', async () => {
    for (const query of ['', '?explain=true'])
      expectDescribed(
        'GET /v1/accounts/{account}/quotas',
        await owner.call(`GET /v1/accounts/${account}/quotas${query}`),
      );
    for (const amount of [1, 10_000]) {
      const check = { meter: 'transcoding', amount };
      expectDescribed(
        'POST /v1/accounts/{account}/quota-checks',
        await owner.call(`POST /v1/accounts/${account}/quota-checks`, check),
      );
      expectDescribed(
        'POST /v1/quota-checks',
        await owner.call('POST /v1/quota-checks', [{ account, ...check }]),
      );
    }
  });

  it('settlements', async () => {
    const path = `/v1/accounts/${account}/reservations`;
    const { body } = await owner.call(
      `POST ${path}`,
      { meter: 'transcoding', amount: 10 },
      { 'idempotency-key': 'k' },
    );
    expectDescribed(
      'POST /v1/accounts/{account}/reservations/{id}/settlement',
      await owner.call(`POST ${path}/${body.reservationId}/settlement`, { amount: 5 }),
    );
  });

  it('uploads', async () => {
    const path = `/v1/accounts/${account}/uploads`;
    const form = { fileName: 'cat.txt', bytes: 5, contentType: 'text/plain' };
    const upload = await owner.call(`POST ${path}`, form);
    expectDescribed('POST /v1/accounts/{account}/uploads', upload);
    expectDescribed(
      'GET /v1/accounts/{account}/uploads/{uploadId}',
      await owner.call(`GET ${path}/${upload.body.uploadId}`),
    );
  });

  it('slots', async () => {
    const [path, key] = [`/v1/accounts/${account}/job-slots`, '/v1/accounts/{account}/job-slots'];
    for (const [jobId, status] of [
      ['a', 201],
      ['b', 201],
      ['a', 200],
      ['c', 402],
    ] as const) {
      const answer = await owner.call(`POST ${path}`, {
        jobId,
        ...(jobId === 'b' ? { leaseSeconds: 60 } : {}),
      });
      expect(answer.status).toBe(status);
      expectDescribed(`POST ${key}`, answer);
    }
    const extended = await owner.call(`PUT ${path}/b/lease`, { leaseSeconds: 60 });
    expectDescribed(`PUT ${key}/{jobId}/lease`, extended);
    expectDescribed(`GET ${key}`, await owner.call(`GET ${path}`));
  });

  it('refusals', async () => {
    const path = `/v1/accounts/${account}`;
    const key = { 'idempotency-key': 'too-much' };
    const big = { fileName: 'cat.txt', bytes: 3_000_000_000, contentType: 'text/plain' };
    const long = { meter: 'transcoding', amount: 10_000 };
    expectDescribed('POST /v1/accounts/{account}/uploads', await owner.call(`POST ${path}/uploads`, big));
    for (const headers of [key, key, {}])
      expectDescribed(
        'POST /v1/accounts/{account}/reservations',
        await owner.call(`POST ${path}/reservations`, long, headers),
      );
    expectDescribed('GET /v1/accounts/{account}/quotas', await owner.call('GET /v1/accounts/x/quotas'));
    expectDescribed('POST /v1/usage-events', await owner.call('POST /v1/usage-events', []));
    expectDescribed('POST /v1/usage-events', await machine.call('POST /v1/usage-events', '['));
  });

  it('sales of themes, and what their creators have of them', async () => {
    const themes = [
      await publish(desk, { price: fixed(1_900) }),
      await publish(desk, { price: bundle(900) }),
    ];
    const key = 'POST /v1/themes/{themeId}/purchases';
    for (const theme of themes) {
      expectDescribed(key, await buyTheme(owner, theme, { paymentMethod: 'sandbox_declined' }));
      const bought = await buyTheme(owner, theme);
      expect(bought.status).toBe(201);
      expectDescribed(key, bought);
      const one = `theme-purchases/${bought.body.purchaseId}`;
      expectDescribed(
        'GET /v1/accounts/{account}/theme-purchases/{purchaseId}',
        await owner.call(`GET /v1/accounts/${account}/${one}`),
      );
    }
    const preview = { paymentMethod: 'sandbox_ok' };
    const plan = await owner.call(`POST /v1/themes/${themes[1]?.themeId}/purchases?preview=true`, preview);
    expect(plan.status).toBe(200);
    expectDescribed(key, plan);
    for (const list of ['themes', 'theme-purchases'])
      expectDescribed(
        `GET /v1/accounts/{account}/${list}`,
        await owner.call(`GET /v1/accounts/${account}/${list}`),
      );
    const path = `/v1/accounts/${themes[0]?.creator}`;
    const creator = await desk.as({ sub: themes[0]?.creator ?? '' });
    const put = await creator.call(`PUT ${path}/payout-account`, { destination: 'sandbox_ok' });
    expectDescribed('PUT /v1/accounts/{account}/payout-account', put);
    const earnings = await creator.call(`GET ${path}/earnings`);
    expect(earnings.body.items).toHaveLength(1);
    expectDescribed('GET /v1/accounts/{account}/earnings', earnings);
  });

  it('the description itself', async () => {
    expectDescribed('GET /openapi.json', await owner.call('GET /openapi.json'));
  });

  it('and what is not described would be noticed', async () => {
    const answer = await owner.call(`GET /v1/accounts/${account}/job-slots`);
    const check = checkOf('GET /v1/accounts/{account}/job-slots', answer);
    expect(check.safeParse({ ...answer.body, active: 'many' }).success).toBe(false);
    expect(check.safeParse({ ...answer.body, more: 1 }).success).toBe(false);
  });
});
