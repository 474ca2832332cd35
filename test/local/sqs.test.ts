import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { queueUrl } from '../../local/environment.ts';
import { openServer } from '../../local/http/server.ts';
import { keepNothing } from '../../local/queues/messages.ts';
import { Queue, text } from '../../local/queues/queue.ts';
import { sqsEndpoint } from '../../local/queues/sqs.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const MIB = 1024 * 1024;
const queue = await Queue.open({ name: 'usage', store: keepNothing });
const fifo = await Queue.open({ name: 'usage', store: keepNothing, isFifo: true });
const server = await openServer(0);
server.answerWith([sqsEndpoint([queue, fifo])]);
const sqs = new SQSClient({
  endpoint: `${server.url}/sqs`,
  region: 'us-east-1',
  credentials: { accessKeyId: 'desk', secretAccessKey: 'desk' },
});
const QueueUrl = queueUrl(server.url, 'usage');

afterEach(async () => {
  for (const each of [queue, fifo]) for (const message of each.messages()) await each.remove(message.id);
});
afterAll(async () => {
  sqs.destroy();
  await server.stop();
});

describe('the SQS endpoint, for the real client', () => {
  it('takes a message with its attributes', async () => {
    const sent = await sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: '{"größe":1}',
        MessageAttributes: { reason: { DataType: 'String', StringValue: 'unreadable' } },
      }),
    );
    expect(queue.messages()).toMatchObject([
      { id: sent.MessageId, body: '{"größe":1}', attributes: { reason: text('unreadable') } },
    ]);
  });

  it('takes a batch', async () => {
    const Entries = ['a', 'b'].map((Id) => ({ Id, MessageBody: `body ${Id}` }));
    const { Successful, Failed } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(Successful?.map((entry) => entry.Id)).toEqual(['a', 'b']);
    expect(Failed ?? []).toEqual([]);
    expect(queue.messages().map((message) => message.body)).toEqual(['body a', 'body b']);
  });

  it('takes a message group and a delay, each within the bounds of SQS', async () => {
    const fair = { Id: 'a', MessageBody: 'x', MessageGroupId: 'user_1', DelaySeconds: 900 };
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [fair] }));
    expect(queue.messages()).toMatchObject([{ body: 'x', groupId: 'user_1' }]);
    const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 1 });
    expect((await sqs.send(receive)).Messages ?? []).toEqual([]);
    for (const odd of [{ DelaySeconds: 901 }, { MessageGroupId: 'x'.repeat(129) }, { MessageGroupId: 'a b' }])
      await expect(
        sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ ...fair, ...odd }] })),
      ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('hands out, hides and deletes', async () => {
    await queue.send('one');
    const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 60 });
    const [message] = (await sqs.send(receive)).Messages ?? [];
    expect(message).toMatchObject({ Body: 'one', Attributes: { ApproximateReceiveCount: '1' } });
    expect((await sqs.send(receive)).Messages ?? []).toEqual([]);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    const count = new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages'],
    });
    expect((await sqs.send(count)).Attributes).toEqual({ ApproximateNumberOfMessages: '0' });
  });

  it('reports how many messages wait, how many are in flight, and on request the age of the oldest', async () => {
    await queue.send('one');
    await queue.send('two');
    await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1, VisibilityTimeout: 60 }));
    const all = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    expect((await sqs.send(all)).Attributes).toEqual({
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateAgeOfOldestMessage: expect.stringMatching(/^\d$/),
    });
    const none = new GetQueueAttributesCommand({ QueueUrl });
    expect((await sqs.send(none)).Attributes ?? {}).toEqual({});
  });

  it('takes 1 MiB and not a byte more, attributes included', async () => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x'.repeat(MIB) }));
    const large = new SendMessageCommand({
      QueueUrl,
      MessageBody: 'x'.repeat(MIB - 6),
      MessageAttributes: { a: { DataType: 'String', StringValue: '' } },
    });
    await expect(sqs.send(large)).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: expect.stringContaining('must be shorter than 1048576 bytes'),
    });
    const half = 'x'.repeat(MIB / 2 + 1);
    const Entries = ['a', 'b'].map((Id) => ({ Id, MessageBody: half }));
    await expect(sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({
      name: 'BatchRequestTooLong',
    });
    expect(queue.messages()).toHaveLength(1);
  });

  it('refuses what SQS refuses', async () => {
    const one = { Id: 'a', MessageBody: 'x' };
    const sendBatch = (Entries: { Id: string; MessageBody: string }[]) =>
      sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    await expect(sendBatch([])).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
    await expect(sendBatch([one, one])).rejects.toMatchObject({ name: 'BatchEntryIdsNotDistinct' });
    await expect(
      sendBatch(Array.from({ length: 11 }, (_, i) => ({ ...one, Id: `${i}` }))),
    ).rejects.toMatchObject({ name: 'TooManyEntriesInBatchRequest' });
    const nowhere = { QueueUrl: queueUrl(server.url, 'nowhere'), MessageBody: 'x' };
    await expect(sqs.send(new SendMessageCommand(nowhere))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
    expect(queue.messages()).toEqual([]);
  });
});

describe('the SQS endpoint of a FIFO queue, for the real client', () => {
  const fifoUrl = queueUrl(server.url, 'usage.fifo');
  const message = {
    QueueUrl: fifoUrl,
    MessageBody: 'x',
    MessageGroupId: '7',
    MessageDeduplicationId: 'first',
  };

  it('accepts a message once, and returns its position', async () => {
    const sent = await sqs.send(new SendMessageCommand(message));
    expect(sent.SequenceNumber).toMatch(/^\d{20}$/);
    expect(await sqs.send(new SendMessageCommand(message))).toMatchObject({
      MessageId: sent.MessageId,
      SequenceNumber: sent.SequenceNumber,
    });
    expect(fifo.messages()).toMatchObject([{ groupId: '7', deduplicationId: 'first' }]);
  });

  it('refuses what lacks a group or a deduplication id, and delays', async () => {
    const { MessageGroupId: _, ...groupless } = message;
    const { MessageDeduplicationId: __, ...nameless } = message;
    await expect(sqs.send(new SendMessageCommand(groupless))).rejects.toMatchObject({
      name: 'MissingParameter',
    });
    for (const odd of [nameless, { ...message, DelaySeconds: 1 }, { ...message, QueueUrl }])
      await expect(sqs.send(new SendMessageCommand(odd))).rejects.toMatchObject({
        name: 'InvalidParameterValue',
      });
    expect([...fifo.messages(), ...queue.messages()]).toEqual([]);
  });

  it('hides messages for the given time, and refuses unknown ones', async () => {
    await sqs.send(new SendMessageCommand({ ...message, MessageDeduplicationId: 'second' }));
    const receive = new ReceiveMessageCommand({ QueueUrl: fifoUrl, VisibilityTimeout: 60 });
    const { Messages = [] } = await sqs.send(receive);
    const [{ ReceiptHandle = '' } = {}] = Messages;
    const { Successful, Failed } = await sqs.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: fifoUrl,
        Entries: [
          { Id: 'a', ReceiptHandle, VisibilityTimeout: 0 },
          { Id: 'b', ReceiptHandle: 'unknown', VisibilityTimeout: 0 },
        ],
      }),
    );
    expect([Successful, Failed]).toMatchObject([
      [{ Id: 'a' }],
      [{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }],
    ]);
    expect((await sqs.send(receive)).Messages).toHaveLength(1);
    const change = { QueueUrl: fifoUrl, ReceiptHandle, VisibilityTimeout: 60 };
    await sqs.send(new ChangeMessageVisibilityCommand(change));
    expect((await sqs.send(receive)).Messages ?? []).toEqual([]);
  });
});
