import type { SQSMessageAttributes } from 'aws-lambda';
import * as z from 'zod';
import { SECOND } from '../../functions/domain/time.ts';
import { readBody, type Serve, send } from '../http/answers.ts';
import type { Message } from './messages.ts';
import type { Queue } from './queue.ts';
import { md5, systemAttributes } from './record.ts';

const TARGET = 'AmazonSQS.';
const LARGEST = 1024 * 1024;

const attributesSchema = z
  .record(
    z.string(),
    z.object({
      DataType: z.string(),
      StringValue: z.string().optional(),
      BinaryValue: z.string().optional(),
    }),
  )
  .default({});
const token = z.string().regex(/^[!-~]{1,128}$/);
const entrySchema = z.object({
  MessageBody: z.string().min(1),
  MessageAttributes: attributesSchema,
  DelaySeconds: z.int().min(0).max(900).default(0),
  MessageGroupId: token.optional(),
  MessageDeduplicationId: token.optional(),
});
const batchSchema = z.object({ Entries: z.array(entrySchema.extend({ Id: z.string() })) });
const receiveSchema = z.object({
  MaxNumberOfMessages: z.int().min(1).max(10).default(1),
  VisibilityTimeout: z.int().min(0).max(43_200).default(30),
});
const deleteSchema = z.object({ ReceiptHandle: z.string() });
const hideSchema = z.object({ ReceiptHandle: z.string(), VisibilityTimeout: z.int().min(0).max(43_200) });
const hideBatchSchema = z.object({
  Entries: z
    .array(hideSchema.extend({ Id: z.string() }))
    .min(1)
    .max(10),
});
const figuresSchema = z.object({ AttributeNames: z.array(z.string()).default([]) });

type Entry = z.infer<typeof entrySchema>;
type Action = (queue: Queue, input: unknown) => Promise<object>;

/** An error with the name that SQS gives it. */
class Refusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Serves the JSON protocol of SQS for the local queues, as far as `@aws-sdk/client-sqs` is used here. */
export function sqsEndpoint(queues: readonly Queue[]): Serve {
  return async (request, response) => {
    const target = request.headers['x-amz-target'];
    if (request.method !== 'POST' || typeof target !== 'string' || !target.startsWith(TARGET)) return false;
    try {
      const body = await readBody(request);
      if (body === null) throw new Refusal('InvalidParameterValue', 'The request is too large.');
      const input: { QueueUrl?: string } = JSON.parse(body.toString());
      const result = await act(queues, target.slice(TARGET.length), input);
      return send(response, 200, 'application/x-amz-json-1.0', JSON.stringify(result));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const problem = { __type: `com.amazonaws.sqs#${error.code}`, message: error.message };
      return send(response, 400, 'application/x-amz-json-1.0', JSON.stringify(problem));
    }
  };
}

async function act(queues: readonly Queue[], name: string, input: { QueueUrl?: string }): Promise<object> {
  const queue = queues.find(({ fullName }) => fullName === input.QueueUrl?.split('/').at(-1));
  if (queue === undefined) throw new Refusal('QueueDoesNotExist', 'The specified queue does not exist.');
  const action = actions.get(name);
  if (action === undefined) throw new Refusal('UnsupportedOperation', `The desk has no ${name}.`);
  return action(queue, input);
}

const actions: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['SendMessage', async (queue, input) => sendOne(queue, parse(entrySchema, input))],
  ['SendMessageBatch', async (queue, input) => sendBatch(queue, parse(batchSchema, input).Entries)],
  ['ReceiveMessage', receive],
  [
    'DeleteMessage',
    async (queue, input) => {
      await queue.remove(parse(deleteSchema, input).ReceiptHandle);
      return {};
    },
  ],
  ['ChangeMessageVisibility', changeVisibility],
  ['ChangeMessageVisibilityBatch', changeVisibilities],
  ['GetQueueAttributes', async (queue, input) => attributesNamed(queue, parse(figuresSchema, input))],
]);

async function sendOne(queue: Queue, entry: Entry): Promise<object> {
  if (sizeOf(entry) > LARGEST) {
    const reason = `Message must be shorter than ${LARGEST} bytes.`;
    throw new Refusal('InvalidParameterValue', `One or more parameters are invalid. Reason: ${reason}`);
  }
  refuseUnfit(queue, entry);
  const { DelaySeconds, MessageGroupId: groupId, MessageDeduplicationId: deduplicationId } = entry;
  const message = await queue.send(entry.MessageBody, attributesOf(entry), {
    delayMs: DelaySeconds * SECOND,
    ...(groupId !== undefined && { groupId }),
    ...(deduplicationId !== undefined && { deduplicationId }),
  });
  return {
    MessageId: message.id,
    MD5OfMessageBody: md5(message.body),
    ...(message.sequenceNumber !== undefined && { SequenceNumber: message.sequenceNumber }),
  };
}

/** Rejects parameters that a FIFO queue lacks, and those of the other kind of queue. */
function refuseUnfit({ isFifo }: Queue, entry: Entry): void {
  const unfit = (name: string, value: unknown) => {
    const reason = 'The request include parameter that is not valid for this queue type';
    return new Refusal(
      'InvalidParameterValue',
      `Value ${value} for parameter ${name} is invalid. Reason: ${reason}.`,
    );
  };
  const { MessageGroupId, MessageDeduplicationId, DelaySeconds } = entry;
  if (!isFifo && MessageDeduplicationId !== undefined)
    throw unfit('MessageDeduplicationId', MessageDeduplicationId);
  if (!isFifo) return;
  if (DelaySeconds > 0) throw unfit('DelaySeconds', DelaySeconds);
  if (MessageGroupId === undefined)
    throw new Refusal('MissingParameter', 'The request must contain the parameter MessageGroupId.');
  if (MessageDeduplicationId === undefined)
    throw new Refusal(
      'InvalidParameterValue',
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
}

async function sendBatch(queue: Queue, entries: readonly (Entry & { Id: string })[]): Promise<object> {
  const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (entries.length === 0)
    throw new Refusal('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > 10)
    throw new Refusal('TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10.');
  if (new Set(entries.map((entry) => entry.Id)).size < entries.length)
    throw new Refusal('BatchEntryIdsNotDistinct', 'Two or more batch entries have the same Id.');
  if (bytes > LARGEST) {
    const limit = `Batch requests cannot be longer than ${LARGEST} bytes.`;
    throw new Refusal('BatchRequestTooLong', `${limit} You have sent ${bytes} bytes.`);
  }
  const sent = entries.map(async (entry) => ({ Id: entry.Id, ...(await sendOne(queue, entry)) }));
  return { Successful: await Promise.all(sent) };
}

async function receive(queue: Queue, input: unknown): Promise<object> {
  const { MaxNumberOfMessages, VisibilityTimeout } = parse(receiveSchema, input);
  const messages = await queue.receive(MaxNumberOfMessages, VisibilityTimeout * 1_000);
  return { Messages: messages.map(received) };
}

async function changeVisibility(queue: Queue, input: unknown): Promise<object> {
  const { ReceiptHandle, VisibilityTimeout } = parse(hideSchema, input);
  if (!queue.changeVisibility(ReceiptHandle, VisibilityTimeout * SECOND))
    throw new Refusal('ReceiptHandleIsInvalid', `The receipt handle ${ReceiptHandle} is not valid.`);
  return {};
}

async function changeVisibilities(queue: Queue, input: unknown): Promise<object> {
  const { Entries } = parse(hideBatchSchema, input);
  const changed = Entries.map((entry) => ({
    Id: entry.Id,
    isChanged: queue.changeVisibility(entry.ReceiptHandle, entry.VisibilityTimeout * SECOND),
  }));
  return {
    Successful: changed.filter(({ isChanged }) => isChanged).map(({ Id }) => ({ Id })),
    Failed: changed
      .filter(({ isChanged }) => !isChanged)
      .map(({ Id }) => ({ Id, SenderFault: true, Code: 'ReceiptHandleIsInvalid' })),
  };
}

/** `All` includes an age, which SQS reports to CloudWatch only. */
function attributesNamed(queue: Queue, { AttributeNames }: z.infer<typeof figuresSchema>): object {
  const { waiting, hidden, oldestSeconds } = queue.figures();
  const attributes = {
    ApproximateNumberOfMessages: String(waiting),
    ApproximateNumberOfMessagesNotVisible: String(hidden),
    ...(oldestSeconds !== null && { ApproximateAgeOfOldestMessage: String(oldestSeconds) }),
  };
  if (AttributeNames.includes('All')) return { Attributes: attributes };
  return {
    Attributes: Object.fromEntries(
      Object.entries(attributes).filter(([name]) => AttributeNames.includes(name)),
    ),
  };
}

const received = (message: Message) => ({
  MessageId: message.id,
  ReceiptHandle: message.id,
  Body: message.body,
  MD5OfBody: md5(message.body),
  Attributes: systemAttributes(message),
  MessageAttributes: Object.fromEntries(
    Object.entries(message.attributes).map(([name, { dataType, stringValue, binaryValue }]) => [
      name,
      { DataType: dataType, StringValue: stringValue, BinaryValue: binaryValue },
    ]),
  ),
});

const attributesOf = (entry: Entry): SQSMessageAttributes =>
  Object.fromEntries(
    Object.entries(entry.MessageAttributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      { dataType: DataType, stringValue: StringValue, binaryValue: BinaryValue },
    ]),
  );

/** Computes the size as SQS does: the body, and name, type and value of each attribute. */
const sizeOf = (entry: Entry): number =>
  Object.entries(entry.MessageAttributes)
    .flatMap(([name, value]) => [name, value.DataType, value.StringValue ?? value.BinaryValue ?? ''])
    .reduce((sum, part) => sum + Buffer.byteLength(part), Buffer.byteLength(entry.MessageBody));

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (!result.success) throw new Refusal('InvalidParameterValue', z.prettifyError(result.error));
  return result.data;
}
