import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION } from '../environment.ts';

export type S3EventName = 'ObjectCreated:Post' | 'ObjectCreated:Put' | 'ObjectRemoved:Delete';

/** `bytes` and `eTag` only for created objects. */
export interface ObjectFacts {
  readonly key: string;
  readonly sequencer: string;
  readonly bytes?: number;
  readonly eTag?: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export function s3Notification(bucket: string, eventName: S3EventName, facts: ObjectFacts): string {
  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: REGION,
    eventTime: new Date().toISOString(),
    eventName,
    userIdentity: { principalId: `AWS:${ACCOUNT}` },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': randomUUID(), 'x-amz-id-2': randomUUID() },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'uploads',
      bucket: { name: bucket, ownerIdentity: { principalId: ACCOUNT }, arn: `arn:aws:s3:::${bucket}` },
      object: {
        key: encodeKey(facts.key),
        size: facts.bytes,
        eTag: facts.eTag,
        sequencer: facts.sequencer,
      },
    },
  };
  return JSON.stringify({ Records: [record] });
}

/** Encodes a key as S3 does: form encoding, so a space is `+`, but slashes stay. */
const encodeKey = (key: string): string =>
  encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
