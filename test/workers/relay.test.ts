import type { DynamoDBRecord } from 'aws-lambda';
import type { AccountId } from '../../functions/domain/accounts.ts';
import { requireMeter } from '../../functions/domain/meters.ts';
import { useClock, wallClock } from '../../functions/runtime/clock.ts';
import { log } from '../../functions/runtime/log.ts';
import { queueUrl } from '../../local/environment.ts';
import { openServer } from '../../local/http/server.ts';
import { keepNothing } from '../../local/queues/messages.ts';
import { Queue } from '../../local/queues/queue.ts';
import { sqsEndpoint } from '../../local/queues/sqs.ts';
import { NOW } from '../support/arbitraries.ts';
import { injectFaults, retryAtOnce } from '../support/faults.ts';
import { accountNamed } from '../support/grants.ts';
import { someone } from '../support/local-stack.ts';
import { configure } from '../support/payments.ts';
import { openRelay, type Relay } from '../support/relayed.ts';

let relay: Relay;
let letters: Queue;
let server: Awaited<ReturnType<typeof openServer>>;
let work: typeof import('../../functions/workers/relay.ts').handler;

beforeAll(async () => {
  log.setLogLevel('SILENT');
  relay = await openRelay();
  letters = await Queue.open({ name: 'dead-letters', store: keepNothing });
  server = await openServer(0);
  server.answerWith([sqsEndpoint([letters])]);
  process.env.AWS_ENDPOINT_URL_SQS = `${server.url}/sqs`;
  configure({ deadLetterQueueUrl: queueUrl(server.url, 'dead-letters') });
  work = (await import('../../functions/workers/relay.ts')).handler;
  useClock({ now: () => NOW });
});
afterAll(async () => {
  useClock(wallClock);
  (await import('../../functions/queue/client.ts')).sqs.destroy();
  await server.stop();
  await relay.close();
});

const bandwidth = requireMeter('bandwidth');

/** One change for each account: it has used so much that it is warned. */
async function warned(accounts: readonly AccountId[]): Promise<DynamoDBRecord[]> {
  await relay.changes();
  for (const account of accounts)
    await relay.countUsage(
      account,
      bandwidth,
      [{ source: 's', id: 'e', at: NOW, amount: 4_500_000_000 }],
      NOW,
    );
  return (await relay.changes()).filter(({ dynamodb }) => dynamodb?.Keys?.sk?.S?.startsWith('BAL#2'));
}

const accounts = () => [1, 2, 3].map(() => accountNamed(someone()));

/** The same change with an image that no code can read. */
const spoilt = (record: DynamoDBRecord): DynamoDBRecord => ({
  ...record,
  dynamodb: { ...record.dynamodb, NewImage: { ...record.dynamodb?.NewImage, grants: { NULL: true } } },
});

it('a change that cannot be read is set aside alone: those before and after it are published', async () => {
  const [first, second, third] = accounts() as [AccountId, AccountId, AccountId];
  const records = await warned([first, second, third]);
  expect(records).toHaveLength(3);
  const published = await relay.relay(
    records.map((record, place) => (place === 1 ? spoilt(record) : record)),
    100,
  );
  const subjects = published.filter(({ type }) => type === 'quota.warning').map(({ subject }) => subject);
  expect(subjects).toEqual([first, third]);
  const [letter, ...others] = letters.messages();
  expect(others).toEqual([]);
  expect(letter?.attributes.queue?.stringValue).toBe('relay');
  expect(JSON.parse(letter?.body ?? '')).toMatchObject({
    dynamodb: {
      SequenceNumber: records[1]?.dynamodb?.SequenceNumber,
      Keys: { pk: { S: `A#${second}` } },
    },
  });
});

it('a change that the table could not be asked about comes again, with all after it', async () => {
  const records = await warned(accounts());
  const { dynamo } = await import('../../functions/store/table/client.ts');
  await retryAtOnce(dynamo);
  const faults = injectFaults(dynamo, () => 'server-error');
  const answer = await work({ Records: [...records] });
  faults.stop();
  expect(answer).toEqual({
    batchItemFailures: [{ itemIdentifier: records[0]?.dynamodb?.SequenceNumber }],
  });
  expect(letters.messages()).toHaveLength(1);
});
