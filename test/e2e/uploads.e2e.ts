import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { postFile } from '../support/uploads.ts';
import { GB, quotaOf } from './support/business.ts';
import { type Caller, freshKey, newcomer } from './support/caller.ts';
import { promise } from './support/promise.ts';
import { eventually } from './support/time.ts';

let account: string;
let owner: Caller;

beforeEach(async () => {
  ({ account, owner } = await newcomer());
});

const path = (more = '') => `/v1/accounts/${account}/uploads${more}`;
const ask = (bytes: number, headers: Readonly<Record<string, string>> = {}) =>
  owner.call(`POST ${path()}`, { fileName: 'cat.txt', bytes, contentType: 'text/plain' }, headers);
const formOf = async (bytes: number) => {
  const { status, body } = await ask(bytes);
  expect(status).toBe(201);
  return body;
};
const storage = async () => {
  const { used, reserved } = await quotaOf(owner, account, 'storage');
  return { used, reserved };
};
const settles = (expected: { used: number; reserved?: number }) =>
  eventually(async () => expect(await storage()).toMatchObject(expected));

describe('uploads', () => {
  promise('reserve their bytes, and use them when the object’s event has come', async () => {
    const form = await formOf(5);
    expect(await storage()).toEqual({ used: 0, reserved: 5 });
    expect((await postFile(form, 'hello')).status).toBe(204);
    await settles({ used: 5, reserved: 0 });
    expect((await owner.call(`GET ${path(`/${form.uploadId}`)}`)).body).toMatchObject({
      state: 'stored',
      key: form.key,
      bytes: 5,
    });
  });

  promise('take no byte more than was reserved', async () => {
    const form = await formOf(5);
    expect((await postFile(form, 'hello!')).status).toBe(400);
    expect(
      (await postFile({ ...form, fields: { ...form.fields, key: 'uploads/else' } }, 'hello')).status,
    ).toBe(403);
    expect(await storage()).toEqual({ used: 0, reserved: 5 });
  });

  promise('that are overwritten count once, with the bytes that are there', async () => {
    const form = await formOf(10);
    await postFile(form, 'tenletters');
    await settles({ used: 10 });
    await postFile(form, 'four');
    await settles({ used: 4 });
    await postFile(form, 'sixsix');
    await settles({ used: 6 });
  });

  promise('that are deleted give their bytes back', async () => {
    const form = await formOf(5);
    await postFile(form, 'hello');
    await settles({ used: 5 });
    const s3 = new S3Client({ forcePathStyle: true });
    await s3.send(new DeleteObjectCommand({ Bucket: form.fields.bucket, Key: form.key }));
    s3.destroy();
    await settles({ used: 0 });
    expect((await owner.call(`GET ${path(`/${form.uploadId}`)}`)).body.state).toBe('deleted');
  });

  promise(
    'beyond the quota are refused, with the packs that would fit and the terms of overage',
    async () => {
      const { status, body } = await ask(2 * GB + 1);
      expect({ status, body }).toMatchObject({
        status: 402,
        body: {
          type: expect.stringMatching(/quota-exceeded$/),
          quota: { meter: 'storage', limit: 2 * GB, used: 0 },
          packs: expect.arrayContaining([expect.objectContaining({ packType: 'cap_10' })]),
          overage: expect.anything(),
        },
      });
      expect(await storage()).toEqual({ used: 0, reserved: 0 });
    },
  );

  promise('asked for twice under one key are one', async () => {
    const key = freshKey();
    const [first, again] = [await ask(7, key), await ask(7, key)];
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body.uploadId).toBe(first.body.uploadId);
    expect(await storage()).toEqual({ used: 0, reserved: 7 });
  });
});
