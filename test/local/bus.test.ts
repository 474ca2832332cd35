import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { busEndpoint } from '../../local/bus.ts';
import { EVENT_BUS } from '../../local/environment.ts';
import { openServer } from '../../local/http/server.ts';
import { openQueues } from '../../local/queues/queues.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const { work } = await openQueues(null);
const server = await openServer(0);
server.answerWith([busEndpoint(work)]);
const events = new EventBridgeClient({
  endpoint: `${server.url}/events`,
  region: 'us-east-1',
  credentials: { accessKeyId: 'desk', secretAccessKey: 'desk' },
});
const put = (...Entries: object[]) => events.send(new PutEventsCommand({ Entries }));
const fact = (id: string) => ({
  Source: 'real-deal.billing',
  DetailType: 'quota.warning',
  Detail: JSON.stringify({ id }),
  EventBusName: EVENT_BUS,
});
const kept = () =>
  Object.fromEntries(
    Object.entries(work).flatMap(([name, queue]) =>
      queue.messages().length === 0 ? [] : [[name, queue.messages().map(({ body }) => JSON.parse(body))]],
    ),
  );

afterEach(async () => {
  for (const queue of Object.values(work))
    for (const message of queue.messages()) await queue.remove(message.id);
});
afterAll(async () => {
  events.destroy();
  await server.stop();
});

describe('the bus, for the real client', () => {
  it('delivers domain events to webhooks and mail, in their order', async () => {
    const at = new Date('2027-03-01T10:00:00Z');
    const { FailedEntryCount, Entries } = await put(
      { ...fact('one'), Time: at, Resources: ['r'] },
      fact('two'),
    );
    expect(FailedEntryCount).toBe(0);
    const whole = {
      version: '0',
      id: Entries?.[0]?.EventId,
      'detail-type': 'quota.warning',
      source: 'real-deal.billing',
      account: '000000000000',
      time: '2027-03-01T10:00:00Z',
      region: 'us-east-1',
      resources: ['r'],
      detail: { id: 'one' },
    };
    const second = expect.objectContaining({ id: Entries?.[1]?.EventId, detail: { id: 'two' } });
    const both = [whole, second];
    expect(kept()).toEqual({ webhooks: both, 'platform-webhooks': both, mail: both });
  });

  it('has the account that an event is about as the message group', async () => {
    await put({ ...fact('one'), Detail: JSON.stringify({ id: 'one', subject: 'user_1' }) }, fact('two'));
    const groups = work.webhooks.messages().map(({ groupId }) => groupId);
    expect(groups).toEqual(['user_1', undefined]);
  });

  it('brings what has no rule nowhere', async () => {
    expect((await put({ ...fact('one'), Source: 'aws.s3' })).FailedEntryCount).toBe(0);
    expect(kept()).toEqual({});
  });

  it('says which entries it could not take, and takes the others', async () => {
    const { FailedEntryCount, Entries } = await put(
      { ...fact('one'), Detail: 'no JSON' },
      { ...fact('two'), DetailType: '' },
      { ...fact('three'), EventBusName: 'elsewhere' },
      fact('four'),
    );
    expect(FailedEntryCount).toBe(3);
    expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      'MalformedDetail',
      'InvalidArgument',
      'InvalidArgument',
      undefined,
    ]);
    expect(kept()).toMatchObject({
      webhooks: [{ detail: { id: 'four' } }],
      mail: [{ detail: { id: 'four' } }],
    });
  });

  it('refuses a request that is too long or too large', async () => {
    const many = Array.from({ length: 11 }, (_, i) => fact(String(i)));
    await expect(put(...many)).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(put(fact('x'.repeat(256 * 1024)))).rejects.toMatchObject({
      message: 'Total size of the entries in the request is over the limit.',
    });
    expect(kept()).toEqual({});
  });
});
