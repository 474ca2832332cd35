import pMap from 'p-map';
import { randomOf } from '../../local/sample/data.ts';
import { type ApiClient, must } from '../api-client.ts';
import { bytes, inParts, shuffled } from './figures.ts';
import { type Act, quotaOf } from './stage.ts';

const OBJECTS = 30;
const MOST_CHANGES = 5;
const RECORDS_A_MESSAGE = 4;
const AT_ONCE = 6;
const BUCKET = 'uploads';

/** One record of an S3 notification, as far as it is read. */
interface Notice {
  readonly eventSource: 'aws:s3';
  readonly eventName: string;
  readonly s3: {
    readonly bucket: { readonly name: string };
    readonly object: { readonly key: string; readonly size?: number; readonly sequencer: string };
  };
}

/** Storage tells twice, late and in any order: what counts is the bytes that exist at the end. */
export const storageEvents: Act = {
  title: 'Replay storage events: twice, and in no order',
  play: async (stage) => {
    const account = stage.account('replay');
    const owner = await stage.as({ sub: account });
    const random = randomOf('storage events');
    const keys = await pMap(
      Array.from({ length: OBJECTS }),
      (_, index) => reserveKey(owner, account, index),
      { concurrency: AT_ONCE },
    );
    const histories = keys.map((key) => historyOf(key, random));
    const told = shuffled([...histories.flat(), ...histories.flat()], random);
    const messages = inParts(told, RECORDS_A_MESSAGE);
    for (const [index, Records] of messages.entries()) {
      must(202, await owner.call('POST /dev/s3-events', { Records }));
      stage.screen.progress('notifications', index + 1, messages.length);
    }
    await stage.settle();
    const exist = histories.reduce((sum, history) => sum + (history.at(-1)?.s3.object.size ?? 0), 0);
    const { used } = await quotaOf(owner, account, 'storage');
    stage.expect(`storage after ${told.length} shuffled records`, exist, used, bytes);
  },
};

async function reserveKey(owner: ApiClient, account: string, index: number): Promise<string> {
  const wish = { fileName: `clip ${index}.mp4`, bytes: 1_000_000, contentType: 'video/mp4' };
  return must(201, await owner.call<{ key: string }>(`POST /v1/accounts/${account}/uploads`, wish)).key;
}

/** Created, overwritten, deleted, created again: the true story of one object, in order. */
function historyOf(key: string, random: () => number): Notice[] {
  let exists = false;
  return Array.from({ length: 1 + Math.floor(random() * MOST_CHANGES) }, (_, index) => {
    exists = !exists || random() < 0.6;
    const object = {
      // As S3 writes it: a space is a plus sign.
      key: encodeURI(key).replaceAll('%20', '+'),
      sequencer: (0x61b0_0000 + index * 0x1000).toString(16).toUpperCase().padStart(16, '0'),
      ...(exists ? { size: 100_000 + Math.floor(random() * 5_000_000) } : {}),
    };
    const eventName = exists ? 'ObjectCreated:Post' : 'ObjectRemoved:Delete';
    return { eventSource: 'aws:s3', eventName, s3: { bucket: { name: BUCKET }, object } };
  });
}
