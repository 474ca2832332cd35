import { randomUUID } from 'node:crypto';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { log } from '../../functions/runtime/log.ts';
import { deployed, type WorkerHandlers } from '../../local/lambda.ts';
import { recordOf } from '../../local/queues/record.ts';
import { type Chooser, type FaultKind, injectFaults, retryAtOnce } from '../support/faults.ts';
import { type Client, openStack, someone, type TestStack } from '../support/local-stack.ts';
import { MIDMONTH, moveTo } from '../support/service.ts';
import { failedIn, review, type Submitted, submit, upload, validationOf } from '../support/submitting.ts';
import { packageOf } from '../support/theme-package.ts';
import { deadLetters } from '../support/uploads.ts';

let desk: TestStack;
let creator: Client;
let admin: Client;
let work: (event: SQSEvent) => Promise<SQSBatchResponse>;
let good: Uint8Array;
let heavy: Uint8Array;
/** What the storage told since the last look: the desk delivers it to nobody. */
const told: string[] = [];

const collect = async ({ Records }: SQSEvent) => {
  told.push(...Records.map(({ body }) => body));
  return { batchItemFailures: [] };
};

beforeAll(async () => {
  desk = await openStack({
    functions: {
      ...deployed,
      worker: async <Name extends keyof WorkerHandlers>(name: Name) =>
        name === 'themes' ? (collect as unknown as WorkerHandlers[Name]) : deployed.worker(name),
    },
  });
  log.setLogLevel('SILENT');
  moveTo(desk, MIDMONTH);
  work = (await import('../../functions/workers/themes.ts')).handler;
  await retryAtOnce((await import('../../functions/store/table/client.ts')).dynamo);
  admin = await desk.as({ sub: someone(), groups: ['admin'] });
  good = await packageOf();
  heavy = await packageOf({
    moreCss: `/*${'x'.repeat(51_000)}*/`,
    packing: { 'theme.css': { compress: false } },
  });
});
beforeEach(async () => {
  creator = await desk.as({ sub: someone() });
});
afterAll(() => desk.stop());

/** Uploads a package. What the storage tells of it. */
async function sent(form: Submitted, zip: Uint8Array): Promise<string> {
  told.length = 0;
  expect((await upload(form, zip)).status).toBe(204);
  await desk.drain();
  const [body = ''] = told;
  return body;
}

/** Delivers a message for the n-th time. Whether it was handed back. */
async function deliver(body: string, receiveCount = 1): Promise<boolean> {
  const message = { id: randomUUID(), body, attributes: {}, sentAt: 0, receiveCount };
  return (await work({ Records: [recordOf('themes', message)] })).batchItemFailures.length > 0;
}

const folders = async ({ themeId }: Submitted): Promise<string[]> => {
  const list = await (await fetch(`${desk.url}/s3/themes?list-type=2&prefix=published/${themeId}`)).text();
  return [...list.matchAll(/<Key>[^<]*\/([0-9A-F]+)\/theme\.css<\/Key>/g)].map(([, folder = '']) => folder);
};
const sequencerIn = (body: string): string => JSON.parse(body).Records[0].s3.object.sequencer;

describe('news of a package', () => {
  it('come twice to one verdict', async () => {
    const form = await submit(creator);
    const news = await sent(form, good);
    expect(await deliver(news)).toBe(false);
    const first = await validationOf(creator, form);
    expect(first.state).toBe('passed');
    expect(await deliver(news)).toBe(false);
    expect(await validationOf(creator, form)).toEqual(first);
  });

  it('come twice at once to one verdict', async () => {
    const form = await submit(creator);
    const news = await sent(form, good);
    expect(await Promise.all([deliver(news), deliver(news), deliver(news)])).toEqual([false, false, false]);
    expect(await validationOf(creator, form)).toMatchObject({ state: 'passed' });
    expect(await folders(form)).toEqual([sequencerIn(news)]);
  });

  it('that are older than what is known change nothing', async () => {
    const form = await submit(creator);
    const [older, newer] = [await sent(form, good), await sent(form, heavy)];
    expect(await deliver(newer)).toBe(false);
    expect(await deliver(older)).toBe(false);
    const validation = await validationOf(creator, form);
    expect([validation.state, failedIn(validation)]).toEqual(['failed', ['css-size']]);
    expect(await folders(form)).toEqual([]);
  });

  it('of bytes that were replaced leave the verdict to those that took their place', async () => {
    const form = await submit(creator);
    const [older, newer] = [await sent(form, heavy), await sent(form, good)];
    expect(await deliver(older)).toBe(false);
    expect(await validationOf(creator, form)).toMatchObject({ state: 'running', checks: [] });
    expect(await deliver(newer)).toBe(false);
    expect(await validationOf(creator, form)).toMatchObject({ state: 'passed' });
  });

  it('of two packages at once come to the verdict on the later one', async () => {
    for (const packages of [
      [good, heavy],
      [heavy, good],
    ]) {
      const form = await submit(creator);
      const [first = '', second = ''] = [
        await sent(form, packages[0] ?? good),
        await sent(form, packages[1] ?? good),
      ];
      expect(await Promise.all([deliver(second), deliver(first)])).toEqual([false, false]);
      const isGood = packages[1] === good;
      expect(await validationOf(creator, form)).toMatchObject({ state: isGood ? 'passed' : 'failed' });
      expect(await folders(form)).toEqual(isGood ? [sequencerIn(second)] : []);
    }
  });

  it('of what is no package, or of no version, are passed over', async () => {
    const form = await submit(creator);
    const news = await sent(form, good);
    for (const key of ['packages/readme.txt', `packages/thm_${'0'.repeat(32)}/1.zip`, 'packages/../1.zip'])
      expect(await deliver(news.replace(`packages/${form.themeId}/1.zip`, key))).toBe(false);
    expect(await validationOf(creator, form)).toMatchObject({ state: 'awaitingUpload' });
  });

  it('that cannot be read are set aside with the reason', async () => {
    expect(await deliver('{"hello":"world"}')).toBe(false);
    const [letter] = await deadLetters(desk);
    expect(letter).toMatchObject({
      queue: 'themes',
      body: '{"hello":"world"}',
      reason: expect.stringMatching(/^Not a storage event/),
    });
  });
});

/** Numbers the requests about one theme: the desk's own sweep asks for others meanwhile. */
function aboutTheme(
  { themeId }: { readonly themeId: string },
  choose: (at: number) => FaultKind | undefined,
): Chooser {
  let at = 0;
  return ({ body }) => (body.includes(`"T#${themeId}"`) ? choose(at++) : undefined);
}

describe('a validation that is cut short', () => {
  it('before any request to the table comes to the same verdict when the message comes again', async () => {
    const { dynamo } = await import('../../functions/store/table/client.ts');
    for (let crashAt = 0; ; crashAt += 1) {
      const form = await submit(creator);
      const news = await sent(form, good);
      const faults = injectFaults(
        dynamo,
        aboutTheme(form, (at) => (at >= crashAt ? 'crash' : undefined)),
      );
      const isBack = await deliver(news);
      faults.stop();
      if (!isBack) {
        expect(crashAt).toBe(4);
        return;
      }
      expect(await deliver(news, 2)).toBe(false);
      expect(await validationOf(creator, form)).toMatchObject({ state: 'passed' });
      expect((await review(admin, form, 'approve')).status).toBe(200);
    }
  });

  it.each(['lost-reply', 'applied-error', 'throttled'] as const)(
    'by a table that answers with %s has one verdict',
    async (error) => {
      const { dynamo } = await import('../../functions/store/table/client.ts');
      for (let at = 0; at < 4; at += 1) {
        const form = await submit(creator);
        const news = await sent(form, good);
        const faults = injectFaults(
          dynamo,
          aboutTheme(form, (index) => (index === at ? error : undefined)),
        );
        const isBack = await deliver(news);
        faults.stop();
        if (isBack) expect(await deliver(news, 2)).toBe(false);
        expect(await validationOf(creator, form)).toMatchObject({ state: 'passed' });
      }
    },
  );

  it('on its last try has failed, and says so; a new package may pass', async () => {
    const form = await submit(creator);
    const news = await sent(form, good);
    expect(await deliver(news, 5)).toBe(false);
    const validation = await validationOf(creator, form);
    expect([validation.state, failedIn(validation)]).toEqual(['failed', ['validation-completed']]);
    expect(await deliver(await sent(form, good))).toBe(false);
    expect(await validationOf(creator, form)).toMatchObject({ state: 'passed' });
  });

  it('is not undone by its own last try', async () => {
    const form = await submit(creator);
    const news = await sent(form, good);
    expect(await deliver(news, 4)).toBe(false);
    expect(await deliver(news, 5)).toBe(false);
    expect(await validationOf(creator, form)).toMatchObject({ state: 'passed' });
  });

  it('by the loss of the package has failed', async () => {
    const form = await submit(creator);
    const news = await sent(form, good);
    await fetch(`${desk.url}/s3/themes/packages/${form.themeId}/1.zip`, { method: 'DELETE' });
    expect(await deliver(news)).toBe(false);
    expect(failedIn(await validationOf(creator, form))).toEqual(['validation-completed']);
  });
});
