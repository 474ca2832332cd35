import { queueAt } from '../../bin/dlq/cloud.ts';
import { queueUrl, setEnvironment } from '../../local/environment.ts';
import { readBody, sendJson } from '../../local/http/answers.ts';
import { type LocalServer, openServer } from '../../local/http/server.ts';
import { keepNothing } from '../../local/queues/messages.ts';
import { Queue, text } from '../../local/queues/queue.ts';
import { sqsEndpoint } from '../../local/queues/sqs.ts';

let server: LocalServer;
let usage: Queue;
let usageDeadLetters: Queue;
let uploads: Queue;
let deadLetters: Queue;

beforeAll(async () => {
  server = await openServer(0);
  setEnvironment({ desk: server.url, dynamodb: server.url });
  const open = (name: string, isFifo = false) => Queue.open({ name, store: keepNothing, isFifo });
  usage = await open('UsageQueue', true);
  usageDeadLetters = await open('UsageDeadLetters', true);
  uploads = await open('UploadsQueue');
  deadLetters = await open('DeadLetters');
  const queues = [usage, usageDeadLetters, uploads, deadLetters];
  server.answerWith([
    // The one request that the local endpoint lacks: whose messages end in this queue.
    async (request, response) => {
      if (request.headers['x-amz-target'] !== 'AmazonSQS.ListDeadLetterSourceQueues') return false;
      const { QueueUrl } = JSON.parse(String(await readBody(request)));
      const source = QueueUrl.includes('Usage') ? usage : uploads;
      return sendJson(response, 200, { queueUrls: [urlOf(source)] });
    },
    sqsEndpoint(queues),
  ]);
});
afterEach(async () => {
  for (const queue of [usage, usageDeadLetters, uploads, deadLetters])
    for (const { id } of queue.messages()) await queue.remove(id);
});
afterAll(() => server.stop());

const urlOf = (queue: Queue): string => queueUrl(server.url, queue.fullName);

const setAside = (queue: Queue, of: string, body: string, groupId?: string) =>
  queue.send(
    body,
    { queue: text(of), reason: text('unreadable') },
    groupId === undefined ? {} : { groupId, deduplicationId: body },
  );

describe('dead letters of a FIFO queue', () => {
  it('return to their message group, all of them, also soon after they were first sent', async () => {
    for (let n = 0; n < 12; n += 1) {
      // SQS knows this deduplication id, and would drop it for five minutes.
      const sent = await usage.send(`m${n}`, {}, { groupId: '7', deduplicationId: `m${n}` });
      await usage.remove(sent.id);
      await setAside(usageDeadLetters, 'usage', `m${n}`, '7');
    }
    expect(await queueAt(urlOf(usageDeadLetters)).redrive()).toEqual({ redriven: 12, left: [] });
    expect(usageDeadLetters.messages()).toEqual([]);
    expect(usage.messages().map(({ body, groupId }) => [body, groupId])).toEqual(
      Array.from({ length: 12 }, (_, n) => [`m${n}`, '7']),
    );
  });

  it('are listed, the first ten of each group', async () => {
    for (let n = 0; n < 12; n += 1) await setAside(usageDeadLetters, 'usage', `m${n}`, '9');
    await setAside(usageDeadLetters, 'usage', 'other', '8');
    const letters = await queueAt(urlOf(usageDeadLetters)).list();
    expect(letters).toHaveLength(11);
    expect(letters).toContainEqual(
      expect.objectContaining({ queue: 'usage', reason: 'unreadable', body: 'other' }),
    );
    expect(usageDeadLetters.messages()).toHaveLength(13);
  });
});

describe('dead letters of a standard queue', () => {
  it('return to it, and what belongs elsewhere stays', async () => {
    await setAside(deadLetters, 'uploads', 'news');
    const { id } = await setAside(deadLetters, 'usage', 'stray');
    expect(await queueAt(urlOf(deadLetters)).redrive()).toEqual({
      redriven: 1,
      left: [{ id, why: 'usage is not a queue of this stack.' }],
    });
    expect(uploads.messages()).toMatchObject([{ body: 'news' }]);
    expect(deadLetters.messages()).toMatchObject([{ body: 'stray' }]);
  });
});
