import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type Serve, send } from '../http/answers.ts';
import type { Buckets } from './buckets.ts';
import { listingOf, versionsOf } from './listing.ts';
import type { ObjectStore, StoredObject } from './objects.ts';
import { receiveForm } from './post-form.ts';
import { S3Refusal } from './post-policy.ts';

const PREFIX = '/s3/';

interface Target {
  readonly store: ObjectStore;
  readonly bucket: string;
  readonly key: string;
}

type Method = (request: IncomingMessage, response: ServerResponse, target: Target) => Promise<boolean>;

/**
 * Serves S3 in path style under /s3: form uploads to a bucket and its list; PUT, GET, HEAD and DELETE of an object,
 * without checking signatures.
 */
export function s3Endpoint(buckets: Buckets): Serve {
  return async (request, response, path) => {
    if (!path.startsWith(PREFIX)) return false;
    try {
      const [name = '', ...rest] = path.slice(PREFIX.length).split('/');
      const bucket = decode(name);
      const store = buckets.get(bucket);
      if (store === undefined)
        throw new S3Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist');
      const key = decode(rest.join('/'));
      const method = (key === '' ? ofBucket : ofObject).get(request.method ?? '');
      if (method === undefined)
        throw new S3Refusal(405, 'MethodNotAllowed', 'The specified method is not allowed');
      return await method(request, response, { store, bucket, key });
    } catch (error) {
      if (!(error instanceof S3Refusal)) throw error;
      request.resume();
      return sendRefusal(response, error, request.method === 'HEAD');
    }
  };
}

const ofBucket: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['POST', postForm],
  [
    'GET',
    async ({ url = '' }, response, { store, bucket }) => {
      const { searchParams } = new URL(url, 'http://desk');
      const list = searchParams.has('versions') ? versionsOf : listingOf;
      return send(
        response,
        200,
        'application/xml',
        list(bucket, searchParams.get('prefix') ?? '', store.list()),
      );
    },
  ],
]);

const ofObject: ReadonlyMap<string, Method> = new Map<string, Method>([
  [
    'PUT',
    async (request, response, { store, key }) => {
      const contentType = request.headers['content-type'] ?? 'binary/octet-stream';
      const stored = await store.put({ key, content: request, contentType, eventName: 'ObjectCreated:Put' });
      return send(response, 200, 'application/xml', '', { etag: `"${stored.eTag}"` });
    },
  ],
  [
    'GET',
    async ({ headers }, response, { store, key }) => {
      const stored = existing(store, key);
      refuseOther(stored, headers['if-match']);
      response.writeHead(200, headersOf(stored));
      await pipeline(store.read(stored), response);
      return true;
    },
  ],
  [
    'HEAD',
    async (_request, response, { store, key }) => {
      response.writeHead(200, headersOf(existing(store, key))).end();
      return true;
    },
  ],
  [
    'DELETE',
    async (_request, response, { store, key }) => {
      await store.remove(key);
      response.writeHead(204).end();
      return true;
    },
  ],
]);

async function postForm(
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
): Promise<boolean> {
  const fields = new Map<string, string>();
  const stored = await receiveForm(request, fields, target);
  const etag = `"${stored.eTag}"`;
  const location = `http://${request.headers.host}${PREFIX}${target.bucket}/${encodeURIComponent(stored.key)}`;
  if (fields.get('success_action_status') !== '201') {
    response.writeHead(204, { etag, location }).end();
    return true;
  }
  const facts = { Location: location, Bucket: target.bucket, Key: stored.key, ETag: etag };
  return send(response, 201, 'application/xml', xml('PostResponse', facts), { etag, location });
}

function existing(store: ObjectStore, key: string): StoredObject {
  const stored = store.find(key);
  if (stored === null) throw new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.');
  return stored;
}

/** S3 accepts an ETag with or without quotes. */
function refuseOther({ eTag }: StoredObject, wanted: string | undefined): void {
  if (wanted === undefined || wanted.replaceAll('"', '') === eTag) return;
  const why = 'At least one of the pre-conditions you specified did not hold';
  throw new S3Refusal(412, 'PreconditionFailed', why, { Condition: 'If-Match' });
}

const headersOf = (stored: StoredObject) => ({
  'content-type': stored.contentType,
  ...(stored.contentDisposition !== undefined && { 'content-disposition': stored.contentDisposition }),
  // A stored page must not act with the origin of the local stack, which it shares.
  'content-security-policy': 'sandbox',
  'x-content-type-options': 'nosniff',
  'content-length': stored.bytes,
  etag: `"${stored.eTag}"`,
  'last-modified': new Date(stored.modifiedAt).toUTCString(),
});

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Refusal(400, 'InvalidURI', "Couldn't parse the specified URI.");
  }
}

function sendRefusal(response: ServerResponse, refusal: S3Refusal, bare: boolean): true {
  const { status, code, message, facts } = refusal;
  const body = xml('Error', { Code: code, Message: message, ...facts, RequestId: randomUUID() });
  return send(response, status, 'application/xml', bare ? '' : body);
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const xml = (root: string, facts: Readonly<Record<string, string | number>>): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<${root}>`,
    ...Object.entries(facts).map(([name, value]) => `<${name}>${escaped(String(value))}</${name}>`),
    `</${root}>`,
  ].join('');
