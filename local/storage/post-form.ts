import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import busboy from 'busboy';
import { systemCode } from '../http/system-errors.ts';
import type { ObjectStore, StoredObject } from './objects.ts';
import { checkPolicy, S3Refusal } from './post-policy.ts';

/** S3's limit for the fields before the file. */
const FIELD_BYTES = 20 * 1024;

interface Bucket {
  readonly store: ObjectStore;
  readonly bucket: string;
}

/** Parses the form as a stream: the fields first, then the file directly to disk. Ignores what follows the file. */
export async function receiveForm(
  request: IncomingMessage,
  fields: Map<string, string>,
  target: Bucket,
): Promise<StoredObject> {
  const form = openForm(request);
  let upload: Promise<StoredObject> | undefined;
  form.on('field', (name, value) => {
    if (upload === undefined) fields.set(name.toLowerCase(), value);
  });
  form.on('file', (name, content, { filename, mimeType }) => {
    if (name !== 'file' || upload !== undefined) return void content.resume();
    upload = accept(fields, content, { fileName: filename ?? '', mimeType }, target);
    // Read the rest of a refused form, so that the sender gets the response.
    upload.catch((error) => (content.destroyed ? form.destroy(error) : content.resume()));
  });
  request.once('close', () => {
    if (!request.complete) form.destroy(new Error('The sender went away.'));
  });
  request.pipe(form);
  try {
    await finished(form);
  } catch (error) {
    // System errors have a code and are ours; parser errors have none.
    throw systemCode(error) === undefined ? malformed : error;
  }
  if (upload === undefined)
    throw new S3Refusal(400, 'InvalidArgument', 'POST requires exactly one file upload per request.');
  return upload;
}

async function accept(
  fields: Map<string, string>,
  content: Readable,
  file: { fileName: string; mimeType: string },
  { store, bucket }: Bucket,
): Promise<StoredObject> {
  const key = (fields.get('key') ?? '').replaceAll('${' + 'filename}', file.fileName);
  if (key === '')
    throw new S3Refusal(400, 'InvalidArgument', "Bucket POST must contain a field named 'key'.");
  fields.set('key', key).set('bucket', bucket);
  const range = checkPolicy(fields);
  const contentType = fields.get('content-type') ?? 'binary/octet-stream';
  const contentDisposition = fields.get('content-disposition');
  return store.put({ key, content, contentType, contentDisposition, range, eventName: 'ObjectCreated:Post' });
}

const malformed = new S3Refusal(
  400,
  'MalformedPOSTRequest',
  'The body of your POST request is not well-formed multipart/form-data.',
);

function openForm(request: IncomingMessage): busboy.Busboy {
  try {
    const limits = { fieldSize: FIELD_BYTES, fields: 100, files: 2 };
    return busboy({ headers: request.headers, defParamCharset: 'utf8', limits });
  } catch {
    throw malformed;
  }
}
