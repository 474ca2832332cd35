import type { _Record as EngineRecord } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import { SECOND } from '../../functions/domain/time.ts';
import { REGION } from '../environment.ts';

/** A change of the table, as Lambda passes it on, with its position in the stream. */
export interface Change {
  readonly sequenceNumber: string;
  readonly record: DynamoDBRecord;
}

/** Converts a record to Lambda's JSON: bytes become base64, the time becomes seconds since 1970. */
export function changeOf({ dynamodb, ...facts }: EngineRecord, streamArn: string): Change {
  const { ApproximateCreationDateTime: at, ...images } = dynamodb ?? {};
  const record: DynamoDBRecord = JSON.parse(
    JSON.stringify(
      {
        ...facts,
        awsRegion: REGION,
        eventSource: 'aws:dynamodb',
        eventSourceARN: streamArn,
        dynamodb: {
          ...images,
          ...(at && { ApproximateCreationDateTime: Math.floor(at.getTime() / SECOND) }),
        },
      },
      bytesAsBase64,
    ),
  );
  return { sequenceNumber: images.SequenceNumber ?? '', record };
}

const bytesAsBase64 = (_name: string, value: unknown): unknown =>
  ArrayBuffer.isView(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
    : value;
