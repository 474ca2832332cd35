import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { CredentialsProviderError } from '@smithy/core/config';
import { problemOf } from '../../../functions/api/kernel/problem.ts';
import { ApiError } from '../../../functions/domain/errors.ts';
import { openPeer, type PeerAnswer } from '../../support/peer.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** The error of a read, as the SDK throws it. */
async function errorOf(options: ConstructorParameters<typeof DynamoDBClient>[0]): Promise<unknown> {
  const client = new DynamoDBClient({ region: 'us-east-1', credentials, maxAttempts: 1, ...options });
  try {
    await client.send(new GetItemCommand({ TableName: 'billing', Key: { pk: { S: 'A' }, sk: { S: 'B' } } }));
  } catch (error) {
    return error;
  } finally {
    client.destroy();
  }
  throw new Error('The read was answered.');
}

async function errorAfter(answer: PeerAnswer): Promise<unknown> {
  const peer = await openPeer(() => answer);
  try {
    return await errorOf({ endpoint: peer.url });
  } finally {
    await peer.stop();
  }
}

const refusal = (type: string, status = 400): PeerAnswer => ({
  status,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'No.' },
});

const answerTo = (error: unknown) => {
  const { status, headers } = problemOf(error, '/v1/packs', 'request-1');
  return { status, retryAfter: headers['retry-after'] };
};

const unreachable = `
  import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
  const { problemOf } = await import('./functions/api/kernel/problem.ts');
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ region: 'us-east-1', credentials, maxAttempts: 1, endpoint: 'http://127.0.0.1:9' });
  const error = await client.send(new ListTablesCommand({})).catch((error) => error);
  const { status, headers } = problemOf(error, '/v1/packs', 'request-1');
  console.log(JSON.stringify({ status, retryAfter: headers['retry-after'] }));
`;

describe('a table that cannot be reached or is overloaded', () => {
  it.each([
    ['it throttles', () => errorAfter(refusal('ProvisionedThroughputExceededException'))],
    ['it limits requests', () => errorAfter(refusal('RequestLimitExceeded'))],
    ['it throttles the account', () => errorAfter(refusal('ThrottlingException'))],
    ['it fails', () => errorAfter(refusal('InternalServerError', 500))],
    ['it is being replaced', () => errorAfter(refusal('ServiceUnavailable', 503))],
    ['the session of the function has ended', () => errorAfter(refusal('ExpiredTokenException'))],
    [
      'the function has no credentials yet',
      () => errorOf({ credentials: () => Promise.reject(new CredentialsProviderError('None.')) }),
    ],
  ])('answers 503 with Retry-After when %s', async (_, failing) => {
    expect(answerTo(await failing())).toEqual({ status: 503, retryAfter: '1' });
  });

  // Jest gives tests an Error of their own, which those of Node's sockets are not: the SDK then hides their codes.
  it('answers 503 with Retry-After when nothing listens there', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', unreachable],
      { cwd: fileURLToPath(new URL('../../..', import.meta.url)) },
    );
    expect(JSON.parse(stdout)).toEqual({ status: 503, retryAfter: '1' });
  });

  it.each(['ECONNREFUSED', 'ETIMEDOUT', 'ECONNRESET', 'EPIPE', 'EAI_AGAIN'])(
    'answers 503 after %s',
    (code) => {
      expect(answerTo(Object.assign(new Error('No connection.'), { code }))).toEqual({
        status: 503,
        retryAfter: '1',
      });
    },
  );
});

describe('an error of ours', () => {
  it.each([
    ['a wrong request to the table', () => errorAfter(refusal('ValidationException'))],
    ['a missing right', () => errorAfter(refusal('AccessDeniedException'))],
    ['a bug', async () => new TypeError('undefined is not a function')],
    ['what is no error', async () => 'oops'],
  ])('answers 500: %s', async (_, failing) => {
    expect(answerTo(await failing())).toEqual({ status: 500, retryAfter: undefined });
  });

  it('keeps the status of its code', () => {
    expect(answerTo(new ApiError('not-found', 'There is no such thing.'))).toEqual({
      status: 404,
      retryAfter: undefined,
    });
  });
});
