import * as z from 'zod';
import type { ObjectEvent } from '../domain/storage/objects.ts';

/** S3 gives objects in a bucket without versioning the version `null`. */
const NO_VERSION = 'null';

/** Only events that change the bytes have a sequencer. */
const sequencer = z.string().regex(/^[0-9A-Fa-f]+$/);

/** An S3 notification sent directly to SQS (Amazon S3 User Guide, "Event message structure"). */
const notification = z.object({
  Records: z.array(
    z.object({
      eventSource: z.literal('aws:s3'),
      eventName: z.string(),
      s3: z.object({
        bucket: z.object({ name: z.string() }),
        object: z.object({
          key: z.string(),
          size: z.int().min(0).default(0),
          versionId: z.string().optional(),
          eTag: z.string().optional(),
          sequencer: sequencer.optional(),
        }),
      }),
    }),
  ),
});

/** An S3 event sent through EventBridge (Amazon S3 User Guide, "EventBridge event message structure"). */
const bridged = z.object({
  source: z.literal('aws.s3'),
  'detail-type': z.string(),
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({
      key: z.string(),
      size: z.int().min(0).default(0),
      'version-id': z.string().optional(),
      etag: z.string().optional(),
      sequencer: sequencer.optional(),
    }),
    'deletion-type': z.string().optional(),
  }),
});

/** S3 sends this message once when notifications are configured. */
const test = z.object({ Event: z.literal('s3:TestEvent') });

/**
 * Parses the object changes in a message, in both formats of S3. Omits changes that do not affect the bytes. Throws for
 * other formats.
 */
export function readStorageEvents(body: string): ObjectEvent[] {
  const message: unknown = JSON.parse(body);
  if (test.safeParse(message).success) return [];
  const event = bridged.safeParse(message);
  if (event.success) return fromBridge(event.data);
  return notification.parse(message).Records.flatMap(fromNotification);
}

function fromNotification({
  eventName,
  s3,
}: z.output<typeof notification>['Records'][number]): ObjectEvent[] {
  const change = changeInEvent(eventName);
  if (!change) return [];
  const { key, size, versionId, eTag, sequencer } = s3.object;
  return [
    {
      bucket: s3.bucket.name,
      // Notifications encode keys like form data: a space is a plus sign.
      key: decodeURIComponent(key.replaceAll('+', ' ')),
      version: versionId ?? NO_VERSION,
      change,
      bytes: size,
      sequencer: orderOf(sequencer),
      ...(eTag === undefined ? {} : { eTag }),
    },
  ];
}

function orderOf(sequencer: string | undefined): string {
  if (sequencer === undefined) throw new Error('The change has no sequencer.');
  return sequencer.toUpperCase();
}

function changeInEvent(eventName: string): ObjectEvent['change'] | undefined {
  const name = eventName.replace(/^s3:/, '');
  if (name.startsWith('ObjectCreated:')) return 'created';
  if (name.endsWith(':DeleteMarkerCreated')) return 'hidden';
  if (name.startsWith('ObjectRemoved:') || name === 'LifecycleExpiration:Delete') return 'removed';
  return undefined;
}

function fromBridge({ detail, 'detail-type': type }: z.output<typeof bridged>): ObjectEvent[] {
  const { key, size, 'version-id': version, etag: eTag, sequencer } = detail.object;
  const isMarker = detail['deletion-type'] === 'Delete Marker Created';
  const changes: Readonly<Record<string, ObjectEvent['change']>> = {
    'Object Created': 'created',
    'Object Deleted': isMarker ? 'hidden' : 'removed',
  };
  const change = changes[type];
  if (!change) return [];
  return [
    {
      bucket: detail.bucket.name,
      key,
      version: version ?? NO_VERSION,
      change,
      bytes: size,
      sequencer: orderOf(sequencer),
      ...(eTag === undefined ? {} : { eTag }),
    },
  ];
}
