import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { CREDENTIALS, UPLOADS_BUCKET } from '../../local/environment.ts';
import { openBucket } from './bucket.ts';

const { url, notifications, clientWith, s3, leftovers } = await openBucket();

interface Form {
  readonly options?: Partial<PresignedPostOptions>;
  readonly change?: (fields: Record<string, string>) => void;
  readonly client?: S3Client;
  readonly content?: string;
}

async function post({ options, change, client = s3, content = 'hello' }: Form = {}) {
  const { url: target, fields } = await createPresignedPost(client, {
    Bucket: UPLOADS_BUCKET,
    Key: 'user_001/up 1/图.png',
    Conditions: [['content-length-range', 1, 10]],
    Fields: { 'Content-Type': 'image/png' },
    ...options,
  });
  change?.(fields);
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([content], { type: 'text/plain' }), 'pic.png');
  const response = await fetch(target, { method: 'POST', body: form });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const errorCode = (text: string) => /<Code>(\w+)<\/Code>/.exec(text)?.[1];

describe('a presigned POST', () => {
  it('stores the file and sends the notification that S3 documents', async () => {
    const { status, headers } = await post();
    expect([status, headers.get('etag')]).toEqual([204, '"5d41402abc4b2a76b9719d911017c592"']);
    expect(notifications).toEqual([
      {
        Records: [
          {
            eventVersion: '2.1',
            eventSource: 'aws:s3',
            awsRegion: 'us-east-1',
            eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
            eventName: 'ObjectCreated:Post',
            userIdentity: { principalId: expect.any(String) },
            requestParameters: { sourceIPAddress: '127.0.0.1' },
            responseElements: { 'x-amz-request-id': expect.any(String), 'x-amz-id-2': expect.any(String) },
            s3: {
              s3SchemaVersion: '1.0',
              configurationId: 'uploads',
              bucket: {
                name: 'uploads',
                ownerIdentity: { principalId: expect.any(String) },
                arn: 'arn:aws:s3:::uploads',
              },
              object: {
                key: 'user_001/up+1/%E5%9B%BE.png',
                size: 5,
                eTag: '5d41402abc4b2a76b9719d911017c592',
                sequencer: expect.stringMatching(/^[0-9A-F]{16}$/),
              },
            },
          },
        ],
      },
    ]);
    const object = await s3.send(
      new GetObjectCommand({ Bucket: UPLOADS_BUCKET, Key: 'user_001/up 1/图.png' }),
    );
    expect([await object.Body?.transformToString(), object.ContentType]).toEqual(['hello', 'image/png']);
  });

  it('answers 201 with the place when the form asks for it', async () => {
    const { status, text } = await post({
      options: { Fields: { success_action_status: '201' }, Conditions: [] },
    });
    expect(status).toBe(201);
    expect(text).toContain('<PostResponse><Location>http://127.0.0.1:');
  });

  it('takes exactly as many bytes as the policy says, and keeps nothing of a larger file', async () => {
    expect((await post({ content: 'x'.repeat(10) })).status).toBe(204);
    notifications.length = 0;
    const { status, text } = await post({ content: 'x'.repeat(11) });
    expect([status, errorCode(text)]).toEqual([400, 'EntityTooLarge']);
    expect(text).toContain('<MaxSizeAllowed>10</MaxSizeAllowed>');
    expect(errorCode((await post({ content: '' })).text)).toBe('EntityTooSmall');
    expect(notifications).toEqual([]);
    expect(leftovers()).toEqual([]);
  });

  it('refuses a large file with an answer that the sender can read', async () => {
    const { status, text } = await post({ content: 'x'.repeat(8_000_000) });
    expect([status, errorCode(text)]).toEqual([400, 'EntityTooLarge']);
    expect(leftovers()).toEqual([]);
  });

  it.each<[string, Form, number, string]>([
    [
      'a forged policy',
      {
        change: (fields) => {
          const policy = Buffer.from(fields.Policy ?? '', 'base64')
            .toString()
            .replace('1,10', '1,99');
          fields.Policy = Buffer.from(policy).toString('base64');
        },
      },
      403,
      'SignatureDoesNotMatch',
    ],
    ['an expired policy', { options: { Expires: -1 } }, 403, 'AccessDenied'],
    [
      'another key',
      {
        change: (fields) => {
          fields.key = 'user_002/theirs';
        },
      },
      403,
      'AccessDenied',
    ],
    [
      'another content type',
      {
        change: (fields) => {
          fields['Content-Type'] = 'text/html';
        },
      },
      403,
      'AccessDenied',
    ],
    [
      'a field without a condition',
      {
        change: (fields) => {
          fields['x-amz-meta-evil'] = '1';
        },
      },
      403,
      'AccessDenied',
    ],
    [
      'no policy at all',
      {
        change: (fields) => {
          delete fields.Policy;
        },
      },
      403,
      'AccessDenied',
    ],
  ])('refuses %s', async (_what, form, status, code) => {
    const answer = await post(form);
    expect([answer.status, errorCode(answer.text)]).toEqual([status, code]);
    expect(notifications).toEqual([]);
  });

  it("refuses what another key or another key's owner signed, and an unknown bucket", async () => {
    const stranger = clientWith({ ...CREDENTIALS, secretAccessKey: 'guess' });
    expect(errorCode((await post({ client: stranger })).text)).toBe('SignatureDoesNotMatch');
    const nobody = clientWith({ ...CREDENTIALS, accessKeyId: 'AKIA' });
    expect(errorCode((await post({ client: nobody })).text)).toBe('InvalidAccessKeyId');
    expect(errorCode((await post({ options: { Bucket: 'others' } })).text)).toBe('NoSuchBucket');
  });

  it('refuses a form that is none', async () => {
    const send = async (type: string, body: string) => {
      const init = { method: 'POST', headers: { 'content-type': type }, body };
      return errorCode(await (await fetch(`${url}/s3/uploads`, init)).text());
    };
    expect(await send('application/json', '{}')).toBe('MalformedPOSTRequest');
    expect(await send('multipart/form-data; boundary=x', '--x\r\nbroken')).toBe('MalformedPOSTRequest');
    expect(await send('multipart/form-data; boundary=x', '--x--\r\n')).toBe('InvalidArgument');
  });

  it('keeps nothing of an upload that breaks off', async () => {
    const { fields } = await createPresignedPost(s3, { Bucket: UPLOADS_BUCKET, Key: 'broken' });
    const parts = Object.entries(fields).map(
      ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const head = { 'content-type': 'multipart/form-data; boundary=b', 'content-length': 1_000_000 };
    const upload = httpRequest(`${url}/s3/uploads`, { method: 'POST', headers: head });
    upload.on('error', () => {});
    upload.write(
      `${parts.join('')}--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\npart of it`,
    );
    while (leftovers().length === 0) await sleep(10);
    upload.destroy();
    while (leftovers().length > 0) await sleep(10);
    expect((await fetch(`${url}/s3/uploads/broken`)).status).toBe(404);
    expect(notifications).toEqual([]);
  });
});
