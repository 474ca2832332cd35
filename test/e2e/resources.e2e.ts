import { randomUUID } from 'node:crypto';
import { DescribeTimeToLiveCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { promise } from './support/promise.ts';
import { baseUrl, outputNamed, webOrigin } from './support/target.ts';
import { eventually } from './support/time.ts';

const sqs = new SQSClient();
const dynamo = new DynamoDBClient();
afterAll(() => {
  sqs.destroy();
  dynamo.destroy();
});

describe('resources', () => {
  promise('the table forgets by its TTL attribute', async () => {
    const { TimeToLiveDescription } = await dynamo.send(
      new DescribeTimeToLiveCommand({ TableName: outputNamed('data.TableName') }),
    );
    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
  });

  promise('every work queue has a dead-letter queue behind it', async () => {
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'billing-' }));
    const work = QueueUrls.filter((url) => !url.includes('DeadLetters'));
    expect(work.length).toBeGreaterThanOrEqual(6);
    for (const url of work) {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['RedrivePolicy'] }),
      );
      expect(JSON.parse(Attributes?.RedrivePolicy ?? 'null')).toMatchObject({
        deadLetterTargetArn: expect.stringContaining('DeadLetters'),
        maxReceiveCount: 5,
      });
    }
  });

  promise('a message that nobody can read is set aside with the reason', async () => {
    const body = `not usage: ${randomUUID()}`;
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: outputNamed('ingest.UsageQueueUrl'),
        MessageBody: body,
        MessageGroupId: '0',
        MessageDeduplicationId: randomUUID(),
      }),
    );
    await eventually(async () => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: outputNamed('ingest.UsageDeadLetterQueueUrl'),
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ['All'],
          VisibilityTimeout: 0,
        }),
      );
      const found = Messages.find((message) => message.Body === body);
      expect(found?.MessageAttributes).toMatchObject({ queue: { StringValue: 'usage' } });
    });
  });

  promise('a browser of the dashboard’s origin may call, another may not', async () => {
    const preflight = (origin: string) =>
      fetch(`${baseUrl}/v1/packs`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'GET',
          'access-control-request-headers': 'authorization',
        },
      });
    const allowed = await preflight(webOrigin());
    expect(allowed.headers.get('access-control-allow-origin')).toBe(webOrigin());
    expect(
      (await preflight('https://elsewhere.example')).headers.get('access-control-allow-origin'),
    ).toBeNull();
  });
});
