import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { randomOf } from '../../local/sample/data.ts';
import { type ApiClient, must, postForm } from '../api-client.ts';
import { bytes, whole } from './figures.ts';
import { GB, quotaOf, use } from './requests.ts';
import type { Demo, Scenario } from './scenario.ts';

const EVENTS = 900;
const DUPLICATES = 100;
const LARGEST = 2_000_000;

/** Upload form of the API. */
interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** An event counts once, however often and in whatever order it arrives. The quota state follows the usage. */
export const usage: Scenario = {
  title: `Usage: ${whole(EVENTS + DUPLICATES)} events with duplicates, an upload, and the quota states`,
  run: async (demo) => {
    const account = demo.account('usage');
    const owner = await demo.as({ sub: account });
    const sum = await report(demo, owner, account);
    const { used, limit } = await quotaOf(owner, account, 'bandwidth');
    demo.check('bandwidth used, each event counted once', sum, used, bytes);
    await upload(demo, owner, account);
    await reachLimit(demo, owner, account, limit);
  },
};

/** Reports shuffled events of this month, some of them twice. Returns the sum of the distinct ones. */
async function report(demo: Demo, owner: ApiClient, account: string): Promise<number> {
  const machine = await demo.as({ sub: 'demo-machine', scope: 'usage.write' });
  const { period } = await quotaOf(owner, account, 'bandwidth');
  const [start, now] = [Date.parse(period?.start ?? ''), await demo.now()];
  const random = randomOf('usage events');
  const events = Array.from({ length: EVENTS }, (_, index) => ({
    specversion: '1.0',
    id: `request-${index}`,
    source: 'demo',
    type: 'bandwidth',
    subject: account,
    time: new Date(start + Math.floor(random() * (now - start))).toISOString(),
    data: { amount: 1 + Math.floor(random() * LARGEST) },
  }));
  const shuffled = [...events, ...events.slice(0, DUPLICATES)]
    .map((event) => ({ event, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event);
  const { accepted } = must(202, await machine.call<{ accepted: number }>('POST /v1/usage-events', shuffled));
  demo.check('events accepted', EVENTS + DUPLICATES, accepted, whole);
  await demo.drain();
  return events.reduce((sum, { data }) => sum + data.amount, 0);
}

/** Storage is what the bucket reports, not what the client announced. */
async function upload(demo: Demo, owner: ApiClient, account: string): Promise<void> {
  const path = `POST /v1/accounts/${account}/uploads`;
  const content = await readFile(fileURLToPath(new URL('../../package.json', import.meta.url)));
  const file = { fileName: 'package.json', bytes: content.length, contentType: 'application/json' };
  await postForm(must(201, await owner.call<UploadForm>(path, file)), content, file.fileName);
  await demo.drain();
  const { used, reserved } = await quotaOf(owner, account, 'storage');
  demo.check('storage used by an upload', content.length, used, bytes);
  demo.check('storage still reserved', 0, reserved, bytes);
  const film = { fileName: 'film.mp4', bytes: 3 * GB, contentType: 'video/mp4' };
  const refused = await owner.call<{ detail: string }>(path, film);
  demo.check('status of an upload above the limit', 402, refused.status);
  demo.note(`  ${refused.body.detail}`);
}

async function reachLimit(demo: Demo, owner: ApiClient, account: string, limit: number): Promise<void> {
  const states = { 79: 'ok', 80: 'warning', 99: 'warning', 100: 'exceeded' };
  for (const [percent, state] of Object.entries(states)) {
    const { used } = await quotaOf(owner, account, 'bandwidth');
    await use(demo, account, 'bandwidth', (limit / 100) * Number(percent) - used);
    demo.check(
      `state at ${percent} % of the limit`,
      state,
      (await quotaOf(owner, account, 'bandwidth')).state,
    );
  }
  const advice = await owner.call<{ reason: string }>(`POST /v1/accounts/${account}/quota-checks`, {
    meter: 'bandwidth',
    amount: 1,
  });
  demo.check('quota check of one more byte', 'quota-exceeded', advice.body.reason);
}
