import { NoSuchKey, S3ServiceException } from '@aws-sdk/client-s3';
import { isMissingObject } from '../../functions/workers/missing-object.ts';

const answered = (httpStatusCode: number) =>
  new S3ServiceException({ name: 'Any', $fault: 'client', message: '', $metadata: { httpStatusCode } });

describe('a missing object', () => {
  it.each([
    ['NoSuchKey', new NoSuchKey({ message: '', $metadata: { httpStatusCode: 404 } }), true],
    ['403, as S3 answers without ListBucket', answered(403), true],
    ['404 without a body', answered(404), true],
    ['412, another version', answered(412), false],
    ['503, slow down', answered(503), false],
    ['no answer', new Error('socket hang up'), false],
  ])('is told by %s', (_, error, isMissing) => {
    expect(isMissingObject(error)).toBe(isMissing);
  });
});
