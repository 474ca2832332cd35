import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { MIDMONTH, moveTo, problemType, quotaOf } from '../../support/service.ts';
import { notification, postFile, tell, type UploadForm } from '../../support/uploads.ts';

let desk: TestStack;
let account: string;
let owner: Client;

beforeAll(async () => {
  desk = await openStack();
});
beforeEach(async () => {
  moveTo(desk, MIDMONTH);
  account = someone();
  owner = await desk.as({ sub: account });
});
afterAll(() => desk.stop());

const ask = (bytes: number, fileName = 'cat.txt', headers: Record<string, string> = {}) =>
  owner.call(`POST /v1/accounts/${account}/uploads`, { fileName, bytes, contentType: 'text/plain' }, headers);
const formOf = async (bytes: number, fileName?: string): Promise<UploadForm> => {
  const { status, body } = await ask(bytes, fileName);
  expect(status).toBe(201);
  return body;
};
const became = async ({ uploadId }: UploadForm) =>
  (await owner.call(`GET /v1/accounts/${account}/uploads/${uploadId}`)).body;
const storage = async () => {
  const { used, reserved, remaining } = await quotaOf(owner, account, 'storage');
  return { used, reserved, remaining };
};

const omit = (fields: UploadForm['fields'], name: string) =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));

describe('an upload', () => {
  it('reserves its bytes, then is what was stored', async () => {
    const { status, body } = await ask(10);
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        uploadId: expect.stringMatching(/^upl_[0-9a-f]{32}$/),
        key: `uploads/${account}/${body.uploadId}/cat.txt`,
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/s3\/uploads$/),
        fields: expect.objectContaining({
          key: body.key,
          'Content-Type': 'text/plain',
          'Content-Disposition': 'attachment',
        }),
        expiresAt: expect.stringMatching(/^2027-03-15T13:10:\d\d\.000Z$/),
      },
    });
    expect(await storage()).toEqual({ used: 0, reserved: 10, remaining: 1_999_999_990 });
    const upload = {
      uploadId: body.uploadId,
      state: 'reserved',
      key: body.key,
      fileName: 'cat.txt',
      contentType: 'text/plain',
      bytes: 10,
      createdAt: expect.stringMatching(/^2027-03-15T12:10:/),
      expiresAt: body.expiresAt,
    };
    expect(await became(body)).toEqual(upload);

    expect((await postFile(body, 'hello')).status).toBe(204);
    await desk.drain();
    expect(await became(body)).toEqual({ ...upload, state: 'stored', bytes: 5 });
    // What the file did not need is released at once.
    expect(await storage()).toEqual({ used: 5, reserved: 0, remaining: 1_999_999_995 });
    expect(await quotaOf(owner, account, 'storage', '?explain=true')).toMatchObject({ unreserved: 0 });
    const stored = await fetch(`${body.url}/${encodeURIComponent(body.key)}`);
    expect(await stored.text()).toBe('hello');
    expect(stored.headers.get('content-disposition')).toBe('attachment');
    expect(stored.headers.get('content-security-policy')).toBe('sandbox');
  });

  it('is stored as a file to save, whatever the sender of the form would have it be', async () => {
    const { fields, ...form } = await formOf(5);
    for (const changed of [
      { ...fields, 'Content-Disposition': 'inline' },
      omit(fields, 'Content-Disposition'),
    ])
      expect((await postFile({ ...form, fields: changed }, 'hello')).status).toBe(403);
  });

  it('takes exactly as many bytes as were reserved, not one more, and not none', async () => {
    const form = await formOf(5);
    for (const content of ['hello!', '']) {
      const refused = await postFile(form, content);
      expect(refused.status).toBe(400);
      expect(await refused.text()).toContain(content === '' ? 'EntityTooSmall' : 'EntityTooLarge');
    }
    await desk.drain();
    expect(await storage()).toMatchObject({ used: 0, reserved: 5 });
    expect((await postFile(form, 'hello')).status).toBe(204);
    await desk.drain();
    expect(await storage()).toMatchObject({ used: 5, reserved: 0 });
  });

  it.each(['$', ...['{filename}', 'x{filename}y', '{a}'].map((name) => name.replace('{', '$' + '{'))])(
    'called %s is good for one file',
    async (fileName) => {
      const form = await formOf(5, fileName);
      expect(form.key).not.toContain('${');
      for (const name of ['1', '2']) expect((await postFile(form, 'hello', name)).status).toBe(204);
      await desk.drain();
      expect((await quotaOf(owner, account, 'storage')).used).toBe(5);
    },
  );

  it('keeps its reservation when a deletion is reported before its creation', async () => {
    const form = await formOf(5);
    await tell(desk, notification('ObjectRemoved:Delete', { key: form.key, sequencer: '01' }));
    expect(await quotaOf(owner, account, 'storage')).toMatchObject({ used: 0, reserved: 5 });
  });

  it('cannot have a name that nothing can keep, and then nothing is reserved', async () => {
    expect((await ask(5, '\ud800x')).status).toBe(400);
    expect(await quotaOf(owner, account, 'storage')).toMatchObject({ reserved: 0 });
  });

  it('accepts no other key, type or size than the form says', async () => {
    const form = await formOf(5);
    const forged = [
      { key: `uploads/${someone()}/x/cat.txt` },
      { key: form.key.replace('cat.txt', '../../../elsewhere') },
      { 'Content-Type': 'text/html' },
      { 'x-amz-acl': 'public-read' },
    ];
    for (const change of forged) {
      const answer = await postFile(
        { ...form, fields: { ...form.fields, ...change } as typeof form.fields },
        'hello',
      );
      expect(answer.status).toBe(403);
    }
    await desk.drain();
    expect(await storage()).toMatchObject({ used: 0, reserved: 5 });
  });

  it('has capacity reserved for one file: a second one replaces it, and counts without a reservation', async () => {
    const form = await formOf(10);
    await postFile(form, '1234567890');
    await desk.drain();
    expect(await quotaOf(owner, account, 'storage', '?explain=true')).toMatchObject({ unreserved: 0 });
    await postFile(form, '123');
    await desk.drain();
    expect(await storage()).toEqual({ used: 3, reserved: 0, remaining: 1_999_999_997 });
    expect(await quotaOf(owner, account, 'storage', '?explain=true')).toMatchObject({ unreserved: 3 });
    expect(await became(form)).toMatchObject({ state: 'stored', bytes: 3 });
  });

  it('is counted in full however often its form is used, and leaves no room for others then', async () => {
    const forms = [await formOf(10), await formOf(10)];
    for (const content of ['1', '1234567890']) {
      for (const form of forms) await postFile(form, content);
      await desk.drain();
    }
    expect(await storage()).toEqual({ used: 20, reserved: 0, remaining: 1_999_999_980 });
    expect((await ask(1_999_999_981)).status).toBe(402);
  });

  it('is deleted when its object is, and its bytes are free', async () => {
    const form = await formOf(5);
    await postFile(form, 'hello');
    await desk.drain();
    await fetch(`${form.url}/${encodeURIComponent(form.key)}`, { method: 'DELETE' });
    await desk.drain();
    expect(await became(form)).toMatchObject({ state: 'deleted' });
    expect(await storage()).toEqual({ used: 0, reserved: 0, remaining: 2_000_000_000 });
  });

  it('expires when nothing came, and gives its bytes back at once', async () => {
    const form = await formOf(2_000_000_000);
    expect((await ask(1)).status).toBe(402);
    desk.clock.advance(3_601);
    expect(await became(form)).toMatchObject({ state: 'expired' });
    expect(await storage()).toEqual({ used: 0, reserved: 0, remaining: 2_000_000_000 });
    await formOf(2_000_000_000);
    expect(await storage()).toMatchObject({ reserved: 2_000_000_000 });
  });

  it('counts when it comes after its reservation ended', async () => {
    const form = await formOf(5);
    desk.clock.advance(3_601);
    await formOf(7);
    await tell(desk, notification('ObjectCreated:Post', { key: form.key, size: 5, sequencer: '0A' }));
    expect(await became(form)).toMatchObject({ state: 'stored' });
    expect(await storage()).toMatchObject({ used: 5, reserved: 7 });
  });

  it('is refused when it does not fit, with the packs that would do', async () => {
    await formOf(1_500_000_000);
    const { status, body } = await ask(500_000_001);
    expect(status).toBe(402);
    expect(body).toMatchObject({
      type: problemType('quota-exceeded'),
      detail: expect.stringContaining('Buy cap_10'),
      quota: await quotaOf(owner, account, 'storage'),
      overage: {
        available: true,
        unitPrice: { price: { amount: 350, currency: 'CNY' }, per: 1_000_000_000 },
      },
    });
    expect(body.packs.map((pack: { packType: string }) => pack.packType)).toEqual([
      'cap_10',
      'cap_50',
      'cap_200',
    ]);
    expect(body.packs[0]).toEqual({
      packType: 'cap_10',
      name: '10 GB of storage',
      kind: 'capacity',
      grants: { storage: 10_000_000_000 },
      price: { amount: 2_900, currency: 'CNY' },
      mode: 'oneTime',
      durationDays: 365,
    });
    expect(await storage()).toMatchObject({ reserved: 1_500_000_000 });
  });

  it('never takes more than there is, however many ask at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(450_000_000)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(4);
    expect(await storage()).toEqual({ used: 0, reserved: 1_800_000_000, remaining: 200_000_000 });
  });

  it('is one upload under one Idempotency-Key', async () => {
    const first = await ask(5, 'cat.txt', { 'idempotency-key': 'once' });
    const again = await ask(5, 'cat.txt', { 'idempotency-key': 'once' });
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await ask(6, 'cat.txt', { 'idempotency-key': 'once' })).status).toBe(422);
    expect(await storage()).toMatchObject({ reserved: 5 });
  });

  it('is there for its owner only', async () => {
    const form = await formOf(5);
    const stranger = await desk.as({ sub: someone() });
    expect((await stranger.call(`GET /v1/accounts/${account}/uploads/${form.uploadId}`)).status).toBe(403);
    account = someone();
    owner = await desk.as({ sub: account });
    expect(await became(form)).toMatchObject({ type: problemType('not-found'), status: 404 });
  });
});

describe('uploads of an account', () => {
  const list = async (query = '') => (await owner.call(`GET /v1/accounts/${account}/uploads${query}`)).body;
  const remove = ({ uploadId }: UploadForm) =>
    owner.call(`DELETE /v1/accounts/${account}/uploads/${uploadId}`);

  it('are listed newest first, in parts, each with its state', async () => {
    expect(await list()).toEqual({ items: [], nextCursor: null });
    const forms: UploadForm[] = [];
    for (const name of ['a', 'b', 'c']) {
      forms.unshift(await formOf(10, name));
      desk.clock.advance(1);
    }
    const [newest, middle, oldest] = forms as [UploadForm, UploadForm, UploadForm];
    await postFile(middle, 'hello');
    await desk.drain();
    await remove(oldest);
    await desk.drain();
    const { items, nextCursor } = await list('?limit=2');
    expect(items).toEqual([await became(newest), await became(middle)]);
    expect(items).toMatchObject([
      { state: 'reserved', bytes: 10 },
      { state: 'stored', bytes: 5 },
    ]);
    expect(await list(`?limit=2&cursor=${nextCursor}`)).toMatchObject({
      items: [{ uploadId: oldest.uploadId, state: 'deleted', bytes: 10 }],
      nextCursor: null,
    });
  });

  it('are cancelled before a file came: their bytes are released at once, however often that is asked', async () => {
    const form = await formOf(2_000_000_000);
    const answers = await Promise.all(Array.from({ length: 6 }, () => remove(form)));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(204));
    await desk.drain();
    expect(await storage()).toEqual({ used: 0, reserved: 0, remaining: 2_000_000_000 });
    expect(await became(form)).toMatchObject({ state: 'deleted' });
    expect((await remove(form)).status).toBe(204);
  });

  it('are deleted with their file, and the quota follows', async () => {
    const form = await formOf(10);
    await postFile(form, 'hello');
    await desk.drain();
    const answers = await Promise.all(Array.from({ length: 6 }, () => remove(form)));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(204));
    await desk.drain();
    expect((await fetch(`${form.url}/${encodeURIComponent(form.key)}`)).status).toBe(404);
    expect(await became(form)).toMatchObject({ state: 'deleted' });
    expect(await storage()).toEqual({ used: 0, reserved: 0, remaining: 2_000_000_000 });
  });

  it('are cancelled while their file arrives: used is what exists', async () => {
    const forms = await Promise.all(Array.from({ length: 8 }, (_, i) => formOf(10, `f${i}`)));
    await Promise.all(forms.flatMap((form) => [postFile(form, 'hello'), remove(form)]));
    await desk.drain();
    const found = await Promise.all(
      forms.map(async ({ url, key }) => (await fetch(`${url}/${encodeURIComponent(key)}`)).ok),
    );
    const used = 5 * found.filter(Boolean).length;
    expect(await storage()).toEqual({ used, reserved: 0, remaining: 2_000_000_000 - used });
    const states = await Promise.all(forms.map(async (form) => (await became(form)).state));
    expect(states).toEqual(found.map((exists) => (exists ? 'stored' : 'deleted')));
  });

  it('that were cancelled and are sent all the same count, and can be deleted again', async () => {
    const form = await formOf(10);
    await remove(form);
    await postFile(form, 'hello');
    await desk.drain();
    expect(await became(form)).toMatchObject({ state: 'stored', bytes: 5 });
    expect(await storage()).toMatchObject({ used: 5, reserved: 0 });
    await remove(form);
    await desk.drain();
    expect(await storage()).toMatchObject({ used: 0, reserved: 0 });
  });

  it('are their owner’s, and of machine clients with the scope', async () => {
    const form = await formOf(10);
    const path = `/v1/accounts/${account}/uploads`;
    const stranger = await desk.as({ sub: someone() });
    const reader = await desk.as({ sub: 'report', scope: 'read.all' });
    const machine = await desk.as({ sub: 'media', scope: 'uploads.write' });
    for (const route of [`GET ${path}`, `DELETE ${path}/${form.uploadId}`])
      expect((await stranger.call(route)).status).toBe(403);
    expect((await reader.call(`GET ${path}`)).status).toBe(200);
    const refused = await reader.call(`DELETE ${path}/${form.uploadId}`);
    expect(refused).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('uploads.write') },
    });
    const wish = { fileName: 'a', bytes: 1, contentType: 'text/plain' };
    const made = await machine.call(`POST ${path}`, wish);
    expect(made.status).toBe(201);
    expect((await machine.call(`GET ${path}`)).body.items).toHaveLength(2);
    expect((await machine.call(`DELETE ${path}/${made.body.uploadId}`)).status).toBe(204);
    const unknown = form.uploadId.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    expect((await owner.call(`DELETE ${path}/${unknown}`)).status).toBe(404);
  });
});

describe('the name of an uploaded file', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['/etc/passwd', 'passwd'],
    ['a\\b', 'b'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['../..', '_'],
    ['a/..', '_'],
    ['a/.', '_'],
    ['.hidden', '.hidden'],
    ['日本 ✓.txt', '日本 ✓.txt'],
    ['a+b %2F%41&=?#.txt', 'a+b %2F%41&=?#.txt'],
    ['q\'"<>;.txt', 'q\'"<>;.txt'],
    ['__proto__', '__proto__'],
  ])('%j is stored within the account’s own folder as %j', async (fileName, name) => {
    const form = await formOf(5, fileName);
    expect(form.key).toBe(`uploads/${account}/${form.uploadId}/${name}`);
    expect((await postFile(form, 'hello')).status).toBe(204);
    await desk.drain();
    expect(await became(form)).toMatchObject({ state: 'stored', key: form.key, fileName });
    expect(await storage()).toMatchObject({ used: 5, reserved: 0 });
  });

  it.each(['a\u0000b', 'a\nb', '', 'x'.repeat(256)])('cannot be %j', async (fileName) => {
    const { status, body } = await ask(5, fileName);
    expect(status).toBe(400);
    expect(body).toMatchObject({ type: problemType('validation-failed'), errors: [{ path: '/fileName' }] });
  });
});

it.each([
  [{ bytes: 0 }, '/bytes'],
  [{ bytes: 5_000_000_001 }, '/bytes'],
  [{ bytes: 1.5 }, '/bytes'],
  [{ contentType: 'text' }, '/contentType'],
  [{ contentType: 'text/plain\r\nx: y' }, '/contentType'],
  [{ folder: 'x' }, '/folder'],
])('an upload of %j is refused', async (part, path) => {
  const { status, body } = await owner.call(`POST /v1/accounts/${account}/uploads`, {
    fileName: 'a',
    bytes: 1,
    contentType: 'text/plain',
    ...part,
  });
  expect(status).toBe(400);
  expect(body).toMatchObject({ type: problemType('validation-failed'), errors: [{ path }] });
});
