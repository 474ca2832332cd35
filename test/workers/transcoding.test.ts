import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { secondsOfJob } from '../../functions/domain/metering/transcoding.ts';
import { batchOf } from '../support/batches.ts';
import { type Client, openStack, someone, type TestStack } from '../support/local-stack.ts';
import { freshKey } from '../support/paying.ts';
import { MIDMONTH, machineOf, moveTo, quotaOf, usedOf } from '../support/service.ts';
import { deadLetters, redrive } from '../support/uploads.ts';

const TIME = '2027-03-15T11:58:00Z';

let desk: TestStack;
let machine: Client;
let work: (event: SQSEvent) => Promise<SQSBatchResponse>;
let account: string;
let jobs = 0;

beforeAll(async () => {
  desk = await openStack();
  machine = await machineOf(desk);
  work = (await import('../../functions/workers/transcoding.ts')).handler;
});
beforeEach(() => {
  moveTo(desk, MIDMONTH);
  account = someone();
});
afterAll(() => desk.stop());

interface Parts {
  readonly jobId?: string;
  readonly status?: string;
  readonly milliseconds?: readonly (number | undefined)[];
  readonly metadata?: Readonly<Record<string, string>>;
}

/** As AWS documents it: one output group for each half of the outputs. */
const jobEvent = ({
  jobId = `job-${++jobs}`,
  status = 'COMPLETE',
  milliseconds = [30_041],
  metadata,
}: Parts) => ({
  version: '0',
  id: '1234abcd-12ab-34cd-56ef-1234567890ab',
  'detail-type': 'MediaConvert Job State Change',
  source: 'aws.mediaconvert',
  account: '111122223333',
  time: TIME,
  region: 'us-west-2',
  resources: [`arn:aws:mediaconvert:us-west-2::jobs/${jobId}`],
  detail: {
    timestamp: Date.parse(TIME),
    accountId: '111122223333',
    queue: 'arn:aws:mediaconvert:us-west-2:111122223333:queues/Default',
    jobId,
    status,
    userMetadata: metadata ?? { account },
    outputGroupDetails: milliseconds.map((durationInMs) => ({
      outputDetails: [
        { outputFilePaths: ['s3://films/file.mp4'], durationInMs, videoDetails: { widthInPx: 1920 } },
      ],
      type: 'FILE_GROUP',
    })),
    paddingInserted: 0,
  },
});

/** Has the event come as EventBridge brings it, and waits until it has been dealt with. */
async function tell(...events: readonly unknown[]): Promise<void> {
  for (const event of events) {
    const { status } = await fetch(`${desk.url}/dev/mediaconvert-events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(event),
    });
    expect(status).toBe(202);
  }
  await desk.drain();
}

const transcoded = () => usedOf(machine, account, 'transcoding');

const lettersOfMine = async () =>
  (await deadLetters(desk)).filter(({ body }) => body.includes(account) || body.includes('nobody'));

describe('the seconds of a job', () => {
  it.each([
    [[], 0],
    [[0], 0],
    [[1], 1],
    [[1_000], 1],
    [[1_001], 2],
    // A started second for the job, not for each output.
    [[400, 400, 400], 2],
    [[30_041, 30_041], 61],
  ])('of outputs of %j ms are %d', (milliseconds, seconds) => {
    expect(secondsOfJob(milliseconds)).toBe(seconds);
  });
});

describe('a job that is complete', () => {
  it('counts its outputs, once however often it is reported', async () => {
    const event = jobEvent({ milliseconds: [30_041, 30_041, undefined] });
    await tell(event, event);
    await tell(event);
    expect(await transcoded()).toBe(61);
    const { jobId } = event.detail;
    const path = `${encodeURIComponent('urn:real-deal:mediaconvert')}/${jobId}?time=${TIME}`;
    const { body } = await machine.call(`GET /v1/accounts/${account}/usage-events/${path}`);
    expect(body).toMatchObject({ state: 'counted', meter: 'transcoding', amount: 61 });
  });

  it('counts nothing when it made nothing that lasts', async () => {
    await tell(jobEvent({ milliseconds: [] }), jobEvent({ milliseconds: [undefined] }));
    expect(await transcoded()).toBe(0);
    expect(await lettersOfMine()).toEqual([]);
  });

  it('counts nothing while it goes on, or when it failed', async () => {
    await tell(jobEvent({ status: 'PROGRESSING' }), jobEvent({ status: 'ERROR' }));
    expect(await transcoded()).toBe(0);
  });
});

describe('a job that cannot be counted', () => {
  it.each([
    ['no account', { nobody: 'x' }, /^Job job-\d+ names no account in its user metadata: nothing\.$/],
    ['a wrong account', { account: 'nobody' }, /names no account in its user metadata: nobody\.$/],
  ])('because it names %s goes to the dead letters with the reason', async (_, metadata, reason) => {
    await tell(jobEvent({ metadata }));
    expect((await lettersOfMine())[0]).toMatchObject({
      queue: 'transcoding',
      reason: expect.stringMatching(reason),
    });
  });

  it('because it is of another form goes there alone', async () => {
    expect(await batchOf(work, 'no json', { source: 'aws.mediaconvert' }, jobEvent({}))).toEqual([]);
    await desk.drain();
    expect(await transcoded()).toBe(31);
    expect((await deadLetters(desk)).slice(0, 2).map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^Not a job event: /),
      expect.stringMatching(/^Not a job event: /),
    ]);
  });
});

describe('a job that was reserved for', () => {
  const reserve = async (amount: number): Promise<string> => {
    const { body } = await machine.call(
      `POST /v1/accounts/${account}/reservations`,
      { meter: 'transcoding', amount },
      freshKey(),
    );
    return body.reservationId;
  };
  const settle = (id: string, amount: number) =>
    machine.call(`POST /v1/accounts/${account}/reservations/${id}/settlement`, { amount });

  it.each([[20_000], [90_500]])('settles its reservation with its %d ms, once', async (milliseconds) => {
    const reservationId = await reserve(60);
    const event = jobEvent({ milliseconds: [milliseconds], metadata: { account, reservationId } });
    await tell(event, event);
    const { used, reserved } = await quotaOf(machine, account, 'transcoding');
    const seconds = secondsOfJob([milliseconds]);
    expect({ used, reserved }).toEqual({ used: seconds, reserved: 0 });
    expect((await settle(reservationId, seconds)).status).toBe(200);
    expect((await settle(reservationId, seconds + 1)).status).toBe(409);
  });

  it('gives it back when it made nothing', async () => {
    const reservationId = await reserve(60);
    await tell(jobEvent({ milliseconds: [], metadata: { account, reservationId } }));
    expect(await quotaOf(machine, account, 'transcoding')).toMatchObject({ used: 0, reserved: 0 });
  });

  it('does not count again what was settled before', async () => {
    const reservationId = await reserve(60);
    await settle(reservationId, 45);
    await tell(jobEvent({ milliseconds: [50_000], metadata: { account, reservationId } }));
    expect(await transcoded()).toBe(45);
  });

  it('is counted separately when the reservation was released', async () => {
    const reservationId = await reserve(60);
    await machine.call(`DELETE /v1/accounts/${account}/reservations/${reservationId}`);
    const event = jobEvent({ milliseconds: [50_000], metadata: { account, reservationId } });
    await tell(event, event);
    expect(await transcoded()).toBe(50);
  });

  it('is set aside when the account has no such reservation', async () => {
    const id = await reserve(60);
    const other = someone();
    const metadata = { account: other, reservationId: id };
    await tell(jobEvent({ metadata }), jobEvent({ metadata: { account, reservationId: 'res_1' } }));
    expect(
      (await deadLetters(desk))
        .slice(0, 2)
        .map(({ reason }) => reason)
        .sort(),
    ).toEqual(
      [
        expect.stringContaining(`names a reservation that ${other} has not: ${id}.`),
        expect.stringContaining(`names a reservation that ${account} has not: res_1.`),
      ].sort(),
    );
    expect(await quotaOf(machine, account, 'transcoding')).toMatchObject({ used: 0, reserved: 60 });
    expect(await redrive(desk)).toBeGreaterThan(0);
  });
});
