import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  paginateListDeadLetterSourceQueues,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { homeOf } from './home.ts';
import type { DeadLetter, DeadLetters } from './table.ts';

/** Long enough to read all messages. Each becomes visible again afterwards. */
const HIDDEN_SECONDS = 120;
/** SQS's limit of messages per request. */
const MOST_AT_ONCE = 10;

/**
 * Opens an SQS dead-letter queue. Of a FIFO queue the list has the first ten messages of each group: SQS delivers the
 * next ones when those are deleted, as a redrive does. Does not use SQS's own redrive: it refuses messages that a
 * worker or EventBridge put there, because it does not know their source queue.
 */
export function queueAt(queueUrl: string): DeadLetters {
  const sqs = new SQSClient({ maxAttempts: 5 });
  return {
    list: async () => {
      const letters: DeadLetter[] = [];
      await eachMessage(sqs, queueUrl, async (message) => {
        letters.push(letterIn(message));
        return 'stays';
      });
      return letters.sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1));
    },

    redrive: async () => {
      const sources = await sourcesOf(sqs, queueUrl);
      const left: { id: string; why: string }[] = [];
      let redriven = 0;
      await eachMessage(sqs, queueUrl, async (message) => {
        const home = homeOf(message, sources);
        if ('why' in home) {
          left.push({ id: message.MessageId ?? '', why: home.why });
          return 'stays';
        }
        await sendBack(sqs, queueUrl, message, home.url);
        redriven += 1;
        return 'gone';
      });
      return { redriven, left };
    },
  };
}

/** Visits each message once, and makes those that stay visible again at the end. */
async function eachMessage(
  sqs: SQSClient,
  queueUrl: string,
  look: (message: Message) => Promise<'stays' | 'gone'>,
): Promise<void> {
  const staying = new Map<string, Message>();
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: MOST_AT_ONCE,
        VisibilityTimeout: HIDDEN_SECONDS,
        WaitTimeSeconds: 1,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      }),
    );
    const unseen = Messages.filter(({ MessageId = '' }) => !staying.has(MessageId));
    // An empty response to a long poll is the end, and so is a response with only known messages.
    if (unseen.length === 0) break;
    for (const message of unseen)
      if ((await look(message)) === 'stays') staying.set(message.MessageId ?? '', message);
  }
  for (const message of staying.values()) await giveBack(sqs, queueUrl, message);
}

const giveBack = (sqs: SQSClient, queueUrl: string, { ReceiptHandle }: Message) =>
  sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout: 0 }));

/** Returns the queues whose failed messages move to this queue. */
async function sourcesOf(sqs: SQSClient, queueUrl: string): Promise<string[]> {
  const sources: string[] = [];
  for await (const { queueUrls = [] } of paginateListDeadLetterSourceQueues(
    { client: sqs },
    { QueueUrl: queueUrl },
  ))
    sources.push(...queueUrls);
  return sources;
}

/**
 * Send before removing: an interruption between the two delivers the message twice instead of losing it. In a FIFO
 * queue it keeps its group, with its message id as deduplication id: SQS would drop its original id within five
 * minutes.
 */
async function sendBack(sqs: SQSClient, queueUrl: string, message: Message, home: string): Promise<void> {
  const { MessageGroupId } = message.Attributes ?? {};
  const ofFifo = home.endsWith('.fifo') && { MessageGroupId, MessageDeduplicationId: message.MessageId };
  await sqs.send(new SendMessageCommand({ QueueUrl: home, MessageBody: message.Body, ...ofFifo }));
  await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: message.ReceiptHandle }));
}

function letterIn(message: Message): DeadLetter {
  const { MessageId = '', Body = '', Attributes = {}, MessageAttributes = {} } = message;
  const said = (name: string) => MessageAttributes[name]?.StringValue;
  const source = said('queue') ?? Attributes.DeadLetterQueueSourceArn ?? said('TARGET_ARN') ?? '';
  return {
    id: MessageId,
    queue: source.split(':').at(-1) ?? '',
    reason:
      said('reason') ?? said('ERROR_MESSAGE') ?? said('ErrorMessage') ?? 'It failed too often; see the logs.',
    receivedAt: new Date(Number(Attributes.SentTimestamp ?? 0)).toISOString(),
    receiveCount: Number(Attributes.ApproximateReceiveCount ?? 1),
    body: Body,
  };
}
