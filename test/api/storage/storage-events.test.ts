import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { MIDMONTH, machineOf, moveTo, quotaOf } from '../../support/service.ts';
import { bridged, deadLetters, notification, type ObjectParts, tell } from '../../support/uploads.ts';

let desk: TestStack;
let machine: Client;
let account: string;

beforeAll(async () => {
  desk = await openStack();
  machine = await machineOf(desk);
  moveTo(desk, MIDMONTH);
});
beforeEach(() => {
  account = someone();
});
afterAll(() => desk.stop());

const CREATED = { s3: 'ObjectCreated:Put', bridge: 'Object Created' } as const;
const REMOVED = { s3: 'ObjectRemoved:Delete', bridge: 'Object Deleted' } as const;

const file = (parts: Partial<ObjectParts> & { sequencer: string }): ObjectParts => ({
  key: `uploads/${account}/u1/cat.txt`,
  ...parts,
});
const created = (sequencer: string, size: number, more: Partial<ObjectParts> = {}) =>
  notification(CREATED.s3, file({ sequencer, size, ...more }));
const removed = (sequencer: string, more: Partial<ObjectParts> = {}) =>
  notification(REMOVED.s3, file({ sequencer, ...more }));
const marked = (sequencer: string, versionId: string) =>
  notification('ObjectRemoved:DeleteMarkerCreated', file({ sequencer, versionId }));

const used = async () => (await quotaOf(machine, account, 'storage')).used;
const unreserved = async () => (await quotaOf(machine, account, 'storage', '?explain=true')).unreserved;

describe.each([
  [
    'notifications',
    (of: typeof CREATED | typeof REMOVED, object: ObjectParts) => notification(of.s3, object),
  ],
  [
    'events of the bus',
    (of: typeof CREATED | typeof REMOVED, object: ObjectParts) =>
      bridged(of.bridge, object, of === REMOVED ? 'Permanently Deleted' : undefined),
  ],
])('%s of the storage', (_, news) => {
  it('leave as used what exists: created, overwritten, deleted', async () => {
    const seen: number[] = [];
    for (const message of [
      news(CREATED, file({ sequencer: '01', size: 100 })),
      news(CREATED, file({ sequencer: '02', size: 30 })),
      news(CREATED, file({ sequencer: '03', size: 70, key: `uploads/${account}/u2/dog.txt` })),
      news(REMOVED, file({ sequencer: '04' })),
      news(CREATED, file({ sequencer: '05', size: 0 })),
    ]) {
      await tell(desk, message);
      seen.push(await used());
    }
    expect(seen).toEqual([100, 30, 100, 70, 70]);
  });

  it('count once when they are reported twice', async () => {
    const [first, last] = [
      news(CREATED, file({ sequencer: '01', size: 100 })),
      news(REMOVED, file({ sequencer: '02' })),
    ];
    await tell(desk, first, first, first);
    expect(await used()).toBe(100);
    await tell(desk, last, last, first, last);
    expect(await used()).toBe(0);
  });

  it('leave the same whatever their order', async () => {
    const messages = [
      news(CREATED, file({ sequencer: '0055AED6DCD90281E5', size: 100 })),
      news(REMOVED, file({ sequencer: '0055AED6DCD90281E6' })),
      news(CREATED, file({ sequencer: '0055AED6DCD90281E6F', size: 40 })),
    ];
    const [a, b, c] = messages;
    for (const order of [
      [a, b, c],
      [c, b, a],
      [b, c, a],
      [c, a, b],
      [b, a, c],
      [a, c, b],
    ]) {
      account = someone();
      const own = order.map((message) =>
        JSON.parse(JSON.stringify(message).replaceAll(/user_[\w-]+/g, account)),
      );
      await tell(desk, ...own);
      expect(await used()).toBe(40);
    }
  });

  it('find keys with spaces, signs and letters of all scripts', async () => {
    for (const [i, name] of ['a b.txt', 'a+b%20c.txt', '日本 ✓.txt', '%', "(x)!*'~&=?#.txt"].entries()) {
      const key = `uploads/${account}/u1/${name}`;
      await tell(desk, news(CREATED, file({ sequencer: '01', size: 10, key })));
      expect(await used()).toBe(10 * (i + 1));
    }
    await tell(desk, news(REMOVED, file({ sequencer: '02', key: `uploads/${account}/u1/日本 ✓.txt` })));
    expect(await used()).toBe(40);
  });
});

describe('the order of events on one key', () => {
  it.each([
    ['0A', '0A1'],
    ['0A', '0B'],
    ['0A1', '0B'],
    ['0a1', '0B'],
    ['0055AED6DCD90281E5', '0055AED6DCD90281E51'],
  ])('takes %s for earlier than %s', async (earlier, later) => {
    await tell(desk, created(earlier, 100), removed(later));
    expect(await used()).toBe(0);
    account = someone();
    await tell(desk, removed(later), created(earlier, 100));
    expect(await used()).toBe(0);
  });

  it('takes 0A and 0A00 for the same event', async () => {
    await tell(desk, created('0A', 100), created('0A00', 100), removed('0A0'));
    expect(await used()).toBe(100);
  });
});

describe('objects with versions', () => {
  it('count each version until it is gone, and a delete marker frees nothing', async () => {
    const seen: number[] = [];
    for (const message of [
      created('01', 100, { versionId: 'v1' }),
      created('02', 50, { versionId: 'v2' }),
      marked('03', 'm1'),
      removed('04', { versionId: 'v1' }),
      removed('05', { versionId: 'm1' }),
      removed('06', { versionId: 'v2' }),
    ]) {
      await tell(desk, message);
      seen.push(await used());
    }
    expect(seen).toEqual([100, 150, 150, 50, 50, 0]);
  });

  it('are there, hidden, there again, gone, for the one who uploaded them', async () => {
    const owner = await desk.as({ sub: account });
    const form = { fileName: 'cat.txt', bytes: 100, contentType: 'text/plain' };
    const { body } = await owner.call(`POST /v1/accounts/${account}/uploads`, form);
    const of = { key: body.key };
    const seen: string[] = [];
    for (const message of [
      created('01', 100, { ...of, versionId: 'v1' }),
      notification('ObjectRemoved:DeleteMarkerCreated', { ...of, sequencer: '02', versionId: 'm1' }),
      removed('03', { ...of, versionId: 'm1' }),
      removed('04', { ...of, versionId: 'v1' }),
    ]) {
      await tell(desk, message);
      seen.push((await owner.call(`GET /v1/accounts/${account}/uploads/${body.uploadId}`)).body.state);
    }
    expect(seen).toEqual(['stored', 'deleted', 'stored', 'deleted']);
  });

  it('are accepted from the bus as well', async () => {
    const v1 = file({ sequencer: '01', size: 100, versionId: 'v1' });
    await tell(desk, bridged('Object Created', v1));
    await tell(
      desk,
      bridged('Object Deleted', file({ sequencer: '02', versionId: 'm1' }), 'Delete Marker Created'),
    );
    expect(await used()).toBe(100);
    await tell(desk, bridged('Object Deleted', { ...v1, sequencer: '03' }, 'Permanently Deleted'));
    expect(await used()).toBe(0);
  });
});

describe('what is stored', () => {
  it.each([
    'ObjectCreated:CompleteMultipartUpload',
    'ObjectCreated:Copy',
    'ObjectCreated:Post',
    's3:ObjectCreated:Put',
  ])('counts by %s, shown as unreserved when nobody reserved it', async (name) => {
    await tell(desk, notification(name, file({ sequencer: '01', size: 6_000_000_000 })));
    expect(await quotaOf(machine, account, 'storage')).toMatchObject({
      used: 6_000_000_000,
      remaining: 0,
      state: 'exceeded',
    });
    expect(await unreserved()).toBe(6_000_000_000);
    await tell(desk, notification('s3:LifecycleExpiration:Delete', file({ sequencer: '02' })));
    expect([await used(), await unreserved()]).toEqual([0, 0]);
  });

  it('counts for no account when its key has none, and delays nothing', async () => {
    const before = (await deadLetters(desk)).length;
    await tell(
      desk,
      created('01', 5, { key: 'logs/2027/03/15.gz' }),
      created('01', 5, { key: 'uploads/guest_1/u/f' }),
      created('01', 5, { key: `uploads/${account}` }),
      created('01', 5, { key: `/uploads/${account}/u/f` }),
      created('01', 5),
    );
    expect(await used()).toBe(5);
    expect(await deadLetters(desk)).toHaveLength(before);
  });

  it('does not change by what moves no bytes', async () => {
    const before = (await deadLetters(desk)).length;
    await tell(
      desk,
      created('01', 5),
      { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'uploads' },
      notification('ObjectRestore:Completed', file({ sequencer: '02', size: 5 })),
      notification('ObjectAcl:Put', file({ sequencer: '03' })),
      bridged('Object ACL Updated', file({ sequencer: '04' })),
    );
    expect(await used()).toBe(5);
    expect(await deadLetters(desk)).toHaveLength(before);
  });

  it('does not change by what says nothing of bytes, even without an order', async () => {
    const key = `uploads/${account}/${'a'.repeat(32)}/a.txt`;
    const { Records } = notification('ObjectTagging:Put', { key, sequencer: '0A' });
    const untold = Records.map(({ s3, ...record }) => ({
      ...record,
      s3: { ...s3, object: { key: s3.object.key } },
    }));
    await tell(desk, { Records: untold });
    expect((await deadLetters(desk)).filter(({ body }) => body.includes(account))).toEqual([]);
  });

  it('reads several changes in one message', async () => {
    const [one] = created('01', 5).Records;
    const [two] = created('01', 7, { key: `uploads/${account}/u2/dog` }).Records;
    await tell(desk, { Records: [one, two, one] });
    expect(await used()).toBe(12);
  });
});

describe('a message that is no storage event', () => {
  const [good] = notification(CREATED.s3, { key: 'k', sequencer: '01' }).Records;
  const badKey = { ...good, s3: { bucket: { name: 'uploads' }, object: { key: '%', sequencer: '01' } } };

  it.each([
    ['of another form', { hello: 'world' }],
    ['of another service', { Records: [{ eventSource: 'aws:sns' }] }],
    ['with a key that is not well encoded', { Records: [badKey] }],
    ['with a negative size', notification(CREATED.s3, { key: 'k', sequencer: '01', size: -1 })],
    ['without its place in the order', notification(CREATED.s3, { key: 'k', sequencer: 'later' })],
  ])('%s goes to the dead letters with the reason, and the others are taken in', async (_, message) => {
    const before = (await deadLetters(desk)).length;
    await tell(desk, message, created('01', 5));
    const letters = await deadLetters(desk);
    expect(letters).toHaveLength(before + 1);
    expect(letters[0]).toMatchObject({
      queue: 'uploads',
      reason: expect.stringMatching(/^Not a storage event: /),
      body: JSON.stringify(message),
    });
    expect(await used()).toBe(5);
  });
});
