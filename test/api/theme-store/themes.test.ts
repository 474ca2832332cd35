import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { expectProblem } from '../../support/problems.ts';
import { MIDMONTH, machineOf, moveTo } from '../../support/service.ts';
import {
  failedIn,
  orderOf,
  review,
  submit,
  upload,
  validated,
  validationOf,
} from '../../support/submitting.ts';
import { packageOf } from '../../support/theme-package.ts';

let desk: TestStack;
let account: string;
let creator: Client;
let stranger: Client;
let admin: Client;
let zip: Uint8Array;
let heavy: Uint8Array;

beforeAll(async () => {
  desk = await openStack();
  admin = await desk.as({ sub: someone(), groups: ['admin'] });
  stranger = await desk.as({ sub: someone() });
  zip = await packageOf();
  heavy = await packageOf({
    moreCss: `/*${'x'.repeat(51_000)}*/`,
    packing: { 'theme.css': { compress: false } },
  });
});
beforeEach(async () => {
  moveTo(desk, MIDMONTH);
  account = someone();
  creator = await desk.as({ sub: account });
});
afterAll(() => desk.stop());

/** Submits a theme, and has its package pass. */
async function passed(changes: Readonly<Record<string, unknown>> = {}) {
  const form = await submit(creator, changes);
  expect(failedIn(await validated(desk, creator, form, zip))).toEqual([]);
  return form;
}

async function approved(changes: Readonly<Record<string, unknown>> = {}) {
  const form = await passed(changes);
  expect((await review(admin, form, 'approve')).status).toBe(200);
  return form;
}

const themeOf = async (caller: Client, { themeId }: { readonly themeId: string }) =>
  (await caller.call(`GET /v1/themes/${themeId}`)).body;
const isListed = async ({ themeId }: { readonly themeId: string }, query = '') =>
  (await stranger.call(`GET /v1/themes?limit=100${query}`)).body.items.some(
    (item: { themeId: string }) => item.themeId === themeId,
  );
const newVersion = async ({ themeId }: { readonly themeId: string }) => {
  const { status, body } = await creator.call(`POST /v1/themes/${themeId}/versions`);
  expect(status).toBe(201);
  return body;
};
const versionsOf = async ({ themeId }: { readonly themeId: string }) => {
  const { body } = await creator.call(`GET /v1/accounts/${account}/submissions`);
  const found = body.items.find((item: { themeId: string }) => item.themeId === themeId);
  return found.versions.map(({ version, state }: { version: number; state: string }) => [version, state]);
};

describe('a theme', () => {
  it('is on sale once its package has passed and was approved, and not before', async () => {
    const form = await submit(creator);
    expect(form).toEqual({
      themeId: expect.stringMatching(/^thm_[0-9a-f]{32}$/),
      version: 1,
      upload: {
        url: expect.stringMatching(/\/s3\/themes$/),
        fields: expect.objectContaining({ key: `packages/${form.themeId}/1.zip` }),
        expiresAt: expect.stringMatching(/^2027-03-15T13:10:/),
      },
    });
    expect(await validationOf(creator, form)).toMatchObject({ state: 'awaitingUpload', checks: [] });
    const validation = await validated(desk, creator, form, zip);
    expect(validation).toMatchObject({ state: 'passed', validatedAt: expect.any(String) });
    expect(validation.checks.length).toBeGreaterThan(15);
    expect(await isListed(form)).toBe(false);

    const reviewed = await review(admin, form, 'approve', { feedback: 'Well done.' });
    expect(reviewed.body).toMatchObject({ version: 1, state: 'approved', onSale: 1 });
    expect(await isListed(form)).toBe(true);
    const theme = await themeOf(stranger, form);
    const { name, description, tags, price } = orderOf();
    const preview = { width: 1_280, height: 800, url: expect.stringContaining('X-Amz-Expires=3600') };
    expect(theme).toEqual({
      themeId: form.themeId,
      name,
      description,
      tags,
      price,
      creator: account,
      version: 1,
      delisted: false,
      createdAt: expect.any(String),
      listedAt: expect.any(String),
      installs: 0,
      rating: { count: 0, average: null },
      previews: expect.arrayContaining([
        { scheme: 'light', ...preview },
        { scheme: 'dark', ...preview },
      ]),
      stylesheetUrl: expect.stringContaining('/theme.css?'),
    });
    const picture = await fetch(theme.previews[0].url);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
    const stylesheet = await fetch((await themeOf(creator, form)).stylesheetUrl);
    expect(stylesheet.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(await stylesheet.text()).toContain('--colour-primary: #1d4ed8');
  });

  it('returns its stylesheet to anyone, for the preview', async () => {
    const css = await fetch((await themeOf(stranger, await approved())).stylesheetUrl);
    expect([css.status, css.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
  });

  it('is not there for anybody else before it is on sale, but for those who read everything', async () => {
    const form = await passed();
    const { themeId } = form;
    const change = [`PATCH /v1/themes/${themeId}`, { delisted: true }] as const;
    for (const [route, body] of [
      [`GET /v1/themes/${themeId}`],
      [`GET /v1/themes/${themeId}/validation`],
      [`POST /v1/themes/${themeId}/versions`],
      change,
    ] as const)
      expectProblem(await stranger.call(route, body), 404, 'theme-unknown');
    expect((await stranger.call(`GET /v1/accounts/${account}/submissions`)).status).toBe(403);
    const reader = await machineOf(desk);
    for (const caller of [creator, admin, reader]) {
      expect(await themeOf(caller, form)).toMatchObject({ version: null, listedAt: null, previews: [] });
      expect((await caller.call(`GET /v1/themes/${themeId}/validation`)).status).toBe(200);
    }
    expectProblem(await reader.call(...change), 404, 'theme-unknown');
    await review(admin, form, 'approve');
    expectProblem(await stranger.call(...change), 403, 'forbidden');
    expectProblem(await stranger.call(`GET /v1/themes/${themeId}/validation`), 404, 'theme-unknown');
    expectProblem(await creator.call(`GET /v1/themes/thm_${'0'.repeat(32)}`), 404, 'theme-unknown');
  });

  it('is submitted for an account that the caller may act for, once under a key', async () => {
    const company = someone('company');
    const agent = await desk.as({ sub: someone(), accounts: [company] });
    const send = (key: string) =>
      agent.call('POST /v1/themes', orderOf({ account: company }), { 'idempotency-key': key });
    const [first, again, other] = [await send('one'), await send('one'), await send('two')];
    expect(again.body).toEqual(first.body);
    expect(other.body.themeId).not.toBe(first.body.themeId);
    const { body } = await agent.call(`GET /v1/accounts/${company}/submissions`);
    expect(body.items.map((item: { themeId: string }) => item.themeId)).toEqual([
      other.body.themeId,
      first.body.themeId,
    ]);
    expectProblem(await stranger.call('POST /v1/themes', orderOf({ account: company })), 403, 'forbidden');
    const machine = await machineOf(desk);
    expectProblem(await machine.call('POST /v1/themes', orderOf()), 400, 'validation-failed', ['/account']);
  });

  it('refuses what no theme can be', async () => {
    const bad = orderOf({ name: '', tags: ['A', 'a', 'a'], price: { mode: 'fixed' }, colour: 'red' });
    const { status, body } = await creator.call('POST /v1/themes', bad);
    expect(status).toBe(400);
    expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      '/colour',
      '/name',
      '/price/amount',
      '/tags',
      '/tags/0',
    ]);
    const euros = { mode: 'fixed', amount: { amount: 1_900, currency: 'EUR' } };
    const refused = await creator.call('POST /v1/themes', orderOf({ price: euros }));
    expectProblem(refused, 422, 'wrong-currency', ['/price/amount/currency']);
  });
});

describe('a package', () => {
  it('that fails may be sent again while its form is good', async () => {
    const form = await submit(creator);
    const first = await validated(desk, creator, form, heavy);
    expect(first.state).toBe('failed');
    expect(failedIn(first)).toEqual(['css-size']);
    expectProblem(await review(admin, form, 'approve'), 409, 'conflict');
    expect(await validated(desk, creator, form, zip)).toMatchObject({ state: 'passed' });
  });

  it('of no bytes fails as one that cannot be read', async () => {
    const form = await submit(creator);
    const validation = await validated(desk, creator, form, new Uint8Array());
    expect(validation.state).toBe('failed');
    expect(failedIn(validation)).toEqual(['package-readable']);
  });

  it('of more than 10 MB is not taken', async () => {
    const form = await submit(creator);
    const refused = await upload(form, new Uint8Array(10_000_001));
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('EntityTooLarge')]);
    await desk.drain();
    expect(await validationOf(creator, form)).toMatchObject({ state: 'awaitingUpload' });
  });

  it('changes nothing once the version has passed', async () => {
    const form = await passed();
    const before = await validationOf(creator, form);
    expect(await validated(desk, creator, form, heavy)).toEqual(before);
    expect((await review(admin, form, 'approve')).status).toBe(200);
    expect(await validated(desk, creator, form, heavy)).toEqual(before);
    expect((await fetch((await themeOf(creator, form)).stylesheetUrl)).status).toBe(200);
  });

  it('that comes at once with another has one verdict: on the one that is there in the end', async () => {
    for (let round = 0; round < 4; round += 1) {
      const form = await submit(creator);
      const sent = round % 2 === 0 ? [zip, heavy] : [heavy, zip];
      await Promise.all(sent.map((one) => upload(form, one)));
      await desk.drain();
      const { url, fields } = form.upload;
      const stored = await (await fetch(`${url}/${fields.key}`)).arrayBuffer();
      const isGood = stored.byteLength === zip.length;
      const validation = await validationOf(creator, form);
      expect(validation.state).toBe(isGood ? 'passed' : 'failed');
      expect(failedIn(validation)).toEqual(isGood ? [] : ['css-size']);
    }
  });
});

describe('submissions', () => {
  it('are at most ten open ones an account, however many come at once', async () => {
    const hasty = await desk.as({ sub: someone() });
    const answers = await Promise.all(
      Array.from({ length: 14 }, () => hasty.call('POST /v1/themes', orderOf())),
    );
    const codes = answers.map(({ status, body }) =>
      status === 201 ? 'submitted' : body.type.split('/').at(-1),
    );
    expect(codes.filter((code) => code === 'submitted')).toHaveLength(10);
    expect(codes.filter((code) => code === 'too-many-submissions')).toHaveLength(4);
    const [begun] = answers.filter(({ status }) => status === 201);
    expect((await hasty.call(`POST /v1/themes/${begun?.body.themeId}/versions`)).status).toBe(201);
    expect((await hasty.call('POST /v1/themes', orderOf())).body).toMatchObject({
      detail: expect.stringMatching(/10 theme versions that await .*\. Submit another one/),
    });
  });

  it('make room for others by their verdict', async () => {
    const hasty = await desk.as({ sub: someone() });
    const forms = await Promise.all(Array.from({ length: 10 }, () => submit(hasty)));
    expect((await hasty.call('POST /v1/themes', orderOf())).status).toBe(409);
    const [form] = forms;
    if (form) await validated(desk, hasty, form, new Uint8Array([1]));
    expect((await hasty.call('POST /v1/themes', orderOf())).status).toBe(201);
  });
});

describe('a review', () => {
  it('finds what waits for it, with all that the checks found', async () => {
    const form = await passed();
    const waiting = await admin.call('GET /v1/admin/themes?limit=100');
    const found = waiting.body.items.find((item: { themeId: string }) => item.themeId === form.themeId);
    expect(found).toMatchObject({ state: 'awaitingReview', version: 1, creator: account, onSale: null });
    expect(found.checks.length).toBeGreaterThan(15);
    expect((await fetch(found.stylesheetUrl)).status).toBe(200);
    expect((await fetch(found.previews[0].url)).status).toBe(200);
    await review(admin, form, 'approve');
    const { body } = await admin.call('GET /v1/admin/themes?limit=100');
    expect(body.items.map((item: { themeId: string }) => item.themeId)).not.toContain(form.themeId);
    const done = await admin.call('GET /v1/admin/themes?limit=100&state=approved');
    expect(done.body.items.map((item: { themeId: string }) => item.themeId)).toContain(form.themeId);
    expectProblem(await creator.call('GET /v1/admin/themes'), 403, 'forbidden');
  });

  it('rejects with feedback, which the creator reads', async () => {
    const form = await passed();
    expectProblem(await review(admin, form, 'reject'), 400, 'validation-failed', ['/feedback']);
    const feedback = 'The previews show another theme.';
    expect((await review(admin, form, 'reject', { feedback })).status).toBe(200);
    const { body } = await creator.call(`GET /v1/accounts/${account}/submissions`);
    expect(body.items[0].versions[0]).toMatchObject({
      state: 'rejected',
      review: { decision: 'reject', feedback, at: expect.any(String) },
    });
    expect(await isListed(form)).toBe(false);
    expect((await review(admin, form, 'reject', { feedback })).status).toBe(200);
    expectProblem(await review(admin, form, 'approve'), 409, 'conflict');
    const { body: audit } = await admin.call(`GET /v1/admin/audit?account=${account}`);
    expect(audit.items.map(({ action, reason }: Record<string, string>) => [action, reason])).toEqual([
      ['theme.rejected', feedback],
      ['theme.submitted', null],
    ]);
  });

  it('is of the newest version, and the one on sale stays until then', async () => {
    const form = await approved();
    const second = await newVersion(form);
    expect(second).toMatchObject({ themeId: form.themeId, version: 2 });
    const blue = await packageOf({ moreCss: '.rd-card { border-radius: 3px; }' });
    expect(failedIn(await validated(desk, creator, second, blue))).toEqual([]);
    expect((await themeOf(creator, form)).version).toBe(1);
    const old = await (await fetch((await themeOf(creator, form)).stylesheetUrl)).text();
    expectProblem(await review(admin, form, 'reject', { version: 1, feedback: 'No.' }), 409, 'conflict');
    expect((await review(admin, form, 'approve', { version: 2 })).body).toMatchObject({ onSale: 2 });
    expect((await themeOf(stranger, form)).version).toBe(2);
    const css = await (await fetch((await themeOf(creator, form)).stylesheetUrl)).text();
    expect([old.includes('3px'), css.includes('3px')]).toEqual([false, true]);
    expect(await versionsOf(form)).toEqual([
      [2, 'approved'],
      [1, 'approved'],
    ]);
  });

  it('of a version that a newer one has followed is refused, and the newer one is asked for', async () => {
    const form = await passed();
    const second = await newVersion(form);
    expect(await versionsOf(form)).toEqual([
      [2, 'awaitingUpload'],
      [1, 'superseded'],
    ]);
    expectProblem(await review(admin, form, 'approve', { version: 1 }), 409, 'conflict');
    expectProblem(await review(admin, form, 'approve'), 409, 'conflict');
    await validated(desk, creator, second, zip);
    expect((await review(admin, form, 'approve')).body).toMatchObject({ version: 2, state: 'approved' });
  });

  it('and a newer version never pass each other by', async () => {
    const form = await passed();
    const [reviewed, begun] = await Promise.all([review(admin, form, 'approve'), newVersion(form)]);
    expect(begun.version).toBe(2);
    const isApproved = reviewed.status === 200;
    expect(await versionsOf(form)).toEqual([
      [2, 'awaitingUpload'],
      [1, isApproved ? 'approved' : 'superseded'],
    ]);
    expect((await themeOf(creator, form)).version).toBe(isApproved ? 1 : null);
  });
});

describe('a change', () => {
  it('of the price is seen at once', async () => {
    const form = await approved();
    const price = { mode: 'bundle', amount: { amount: 900, currency: 'CNY' }, durationDays: 30 };
    const { status, body } = await creator.call(`PATCH /v1/themes/${form.themeId}`, { price });
    expect([status, body.price]).toEqual([200, price]);
    expect((await themeOf(stranger, form)).price).toEqual(price);
    const { body: list } = await stranger.call('GET /v1/themes?limit=100');
    const shown = list.items.find((item: { themeId: string }) => item.themeId === form.themeId);
    expect(shown.price).toEqual(price);
    const { body: audit } = await admin.call(`GET /v1/admin/audit?account=${account}`);
    expect(audit.items[0]).toMatchObject({ action: 'theme.changed', detail: { after: { price } } });
  });

  it('takes a theme off the lists, and puts it on again', async () => {
    const form = await approved();
    const set = (delisted: boolean) => creator.call(`PATCH /v1/themes/${form.themeId}`, { delisted });
    expect((await set(true)).body.delisted).toBe(true);
    expect(await isListed(form)).toBe(false);
    expectProblem(await stranger.call(`GET /v1/themes/${form.themeId}`), 410, 'theme-not-on-sale');
    expect((await themeOf(creator, form)).version).toBe(1);
    expect((await set(false)).body.delisted).toBe(false);
    expect(await isListed(form)).toBe(true);
  });

  it('names what it changes', async () => {
    const form = await approved();
    const change = (body: unknown) => creator.call(`PATCH /v1/themes/${form.themeId}`, body);
    expectProblem(await change({}), 400, 'validation-failed', ['']);
    expectProblem(await change({ name: 'Other', delisted: false }), 400, 'validation-failed', ['/name']);
    expect((await change({ tags: [] })).body.tags).toEqual([]);
    expect((await change({ description: 'Other words.' })).body).toMatchObject({
      description: 'Other words.',
      tags: [],
    });
  });
});
