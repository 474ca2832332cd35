import type { LocalStack } from '../../local/local-stack.ts';

export interface UploadForm {
  readonly uploadId: string;
  readonly key: string;
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly expiresAt: string;
}

/** Sends a file as the form's terms want it: the fields first, the file last. */
export async function postFile(
  form: Pick<UploadForm, 'url' | 'fields'>,
  content: string | Buffer<ArrayBuffer>,
  fileName = 'blob',
): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
  body.append('file', new Blob([content]), fileName);
  return fetch(form.url, { method: 'POST', body });
}

export interface ObjectParts {
  readonly key: string;
  readonly sequencer: string;
  readonly size?: number;
  readonly versionId?: string;
}

/** As S3 writes keys into notifications: like a form, slashes kept. */
const formEncoded = (key: string): string =>
  encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');

/** A notification as S3 sends it to a queue. */
export const notification = (eventName: string, object: ObjectParts, bucket = 'uploads') => ({
  Records: [
    {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      eventName,
      s3: { bucket: { name: bucket }, object: { ...object, key: formEncoded(object.key) } },
    },
  ],
});

/** The same news as EventBridge tells them. */
export const bridged = (detailType: string, object: ObjectParts, deletionType?: string) => ({
  version: '0',
  source: 'aws.s3',
  'detail-type': detailType,
  detail: {
    bucket: { name: 'uploads' },
    object: {
      key: object.key,
      sequencer: object.sequencer,
      ...(object.size === undefined ? {} : { size: object.size }),
      ...(object.versionId === undefined ? {} : { 'version-id': object.versionId }),
    },
    ...(deletionType === undefined ? {} : { 'deletion-type': deletionType }),
  },
});

/** Puts messages on the uploads queue, one after the other, and waits until they are taken in. */
export async function tell(desk: LocalStack, ...messages: readonly unknown[]): Promise<void> {
  for (const message of messages) {
    const { status } = await fetch(`${desk.url}/dev/s3-events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
    });
    expect(status).toBe(202);
    await desk.drain();
  }
}

export interface DeadLetter {
  readonly queue: string;
  readonly reason: string;
  readonly body: string;
}

/** Newest first. */
export async function deadLetters(desk: LocalStack): Promise<DeadLetter[]> {
  const answer = await fetch(`${desk.url}/dev/dead-letters`);
  return ((await answer.json()) as { items: DeadLetter[] }).items;
}

/** Drives all dead letters in again, and waits. */
export async function redrive(desk: LocalStack): Promise<number> {
  const answer = await fetch(`${desk.url}/dev/dead-letters/redrive`, { method: 'POST' });
  await desk.drain();
  return ((await answer.json()) as { redriven: number }).redriven;
}
