import { once } from 'node:events';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { testFolder } from '../local/folder.ts';
import { batchOf } from '../support/batches.ts';
import { type Client, openStack, someone, type TestStack } from '../support/local-stack.ts';
import { drawnBy, sampleOf } from '../support/scope.ts';
import { MIDMONTH, machineOf, moveTo, usedOf } from '../support/service.ts';
import { bridged, deadLetters } from '../support/uploads.ts';

const BUCKET = 'access-logs';
const FIELDS =
  '#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status';

const folder = testFolder();
let desk: TestStack;
let machine: Client;
let s3: S3Client;
let work: (event: SQSEvent) => Promise<SQSBatchResponse>;
let account: string;

beforeAll(async () => {
  desk = await openStack();
  moveTo(desk, MIDMONTH);
  machine = await machineOf(desk);
  s3 = new S3Client({ forcePathStyle: true });
  work = (await import('../../functions/workers/access-logs.ts')).handler;
});
beforeEach(() => {
  account = someone();
});
afterAll(async () => {
  s3.destroy();
  await desk.stop();
});

const line = (bytes: number | string, path: string, time = '11:30:00') =>
  `2027-03-15\t${time}\tFRA2-C1\t${bytes}\t192.0.2.10\tGET\td111111abcdef8.cloudfront.net\t${path}\t200`;

/** Has a log file land in the bucket, and waits until it is counted. */
async function land(key: string, ...lines: readonly string[]): Promise<void> {
  const Body = gzipSync(`${lines.join('\n')}\n`);
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body }));
  await desk.drain();
}

const hours = async () => {
  const query = 'meter=bandwidth&granularity=hour&from=2027-03-15T10:00:00Z&to=2027-03-15T13:00:00Z';
  const { body } = await machine.call(`GET /v1/accounts/${account}/usage?${query}`);
  return body.items.map(({ amount }: { amount: number }) => amount);
};

describe('a log file', () => {
  it('counts the bytes of each account in the hour that they were sent in', async () => {
    const other = someone('company');
    await land(
      'E1.2027-03-15-11.a.gz',
      FIELDS,
      line(10, `/u/${account}/a.mp4`, '10:59:59'),
      line(200, `/u/${account}/b.mp4`, '11:00:00'),
      line(3_000, `/uploads/${account}/x/c.mp4`, '11:59:59'),
      line(7, `/u/${other}/a.mp4`),
      line(9, '/index.html'),
    );
    expect(await hours()).toEqual([10, 3_200, 0]);
    expect([await usedOf(machine, account), await usedOf(machine, other)]).toEqual([3_210, 7]);
  });

  it('may be JSON', async () => {
    const record = {
      date: '2027-03-15',
      time: '12:00:01',
      'sc-bytes': '77',
      'cs-uri-stem': `/u/${account}/a`,
    };
    await land('json/E1.2027-03-15-12.a.gz', JSON.stringify(record), JSON.stringify(record));
    expect(await hours()).toEqual([0, 0, 154]);
  });

  it('counts once, however often it is reported', async () => {
    const key = `twice/${account}.gz`;
    await land(key, FIELDS, line(5, `/u/${account}/a`));
    const news = bridged('Object Created', { key, sequencer: '0A' });
    const event = { ...news, detail: { ...news.detail, bucket: { name: BUCKET } } };
    expect(await batchOf(work, event, event)).toEqual([]);
    await desk.drain();
    expect(await usedOf(machine, account)).toBe(5);
  });

  it('does not count again when it is corrected under the same name; its new lines do', async () => {
    const key = `mended/${account}.gz`;
    await land(key, FIELDS, line(5, `/u/${account}/a`));
    await land(key, FIELDS, line(50, `/u/${account}/a`), line(2, `/u/${account}/a`, '12:00:00'));
    expect(await hours()).toEqual([0, 5, 2]);
  });

  it('counts whatever is malformed in it', async () => {
    await land(
      `odd/${account}.gz`,
      line(1, `/u/${account}/before-the-columns`),
      FIELDS,
      line('-', `/u/${account}/a`),
      'torn',
      '{"date":',
      line(20, `/u/${account}/a`),
    );
    expect(await usedOf(machine, account)).toBe(20);
    expect((await deadLetters(desk)).filter(({ queue }) => queue === BUCKET)).toEqual([]);
  });

  it('can be empty, or without an account', async () => {
    await land(`empty/${account}.gz`);
    await land(`nobody/${account}.gz`, FIELDS, line(9, '/index.html'));
    expect(await usedOf(machine, account)).toBe(0);
  });

  it('that is gone is set aside; one that is torn is handed back', async () => {
    const created = (key: string) => {
      const news = bridged('Object Created', { key, sequencer: '0A' });
      return { ...news, detail: { ...news.detail, bucket: { name: BUCKET } } };
    };
    const torn = `torn/${account}.gz`;
    const Body = gzipSync(`${FIELDS}\n${line(9, `/u/${account}/a`)}`).subarray(0, 60);
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: `${torn}.part`, Body }));
    await fetch(`${desk.url}/s3/uploads/${torn}`, { method: 'PUT', body: Body });
    const there = created(torn);
    const elsewhere = { ...there, detail: { ...there.detail, bucket: { name: 'uploads' } } };
    expect(await batchOf(work, created(`gone/${account}.gz`), 'no json', elsewhere)).toEqual([2]);
    await desk.drain();
    const letters = (await deadLetters(desk)).filter(({ queue }) => queue === BUCKET);
    expect(letters.map(({ reason }) => reason).sort()).toEqual([
      expect.stringMatching(/^Not a storage event: /),
      `There is no gone/${account}.gz in ${BUCKET} any more.`,
    ]);
    expect(await usedOf(machine, account)).toBe(0);
  });
});

const MILLION = 1_000_000;

/** Writes a log of a million lines, a few thousand at a time; hands back what it comes to, by account. */
async function writeMillion(path: string, accounts: readonly string[], format: 'json' | 'w3c') {
  const sums = new Map<string, number>();
  function* chunks() {
    if (format === 'w3c') yield `${FIELDS}\n`;
    for (let from = 0; from < MILLION; from += 1_000) {
      const lines = Array.from({ length: 1_000 }, (_, i) => {
        const n = from + i;
        const owner = accounts[n % accounts.length] ?? '';
        const [bytes, time] = [n % 100_003, `${10 + (n % 3)}:${String(n % 60).padStart(2, '0')}:00`];
        sums.set(owner, (sums.get(owner) ?? 0) + bytes);
        const stem = `/u/${owner}/clip-${n % 977}.mp4`;
        return format === 'w3c'
          ? line(bytes, stem, time)
          : JSON.stringify({
              date: '2027-03-15',
              time,
              'sc-bytes': `${bytes}`,
              'cs-uri-stem': stem,
              'sc-status': '200',
            });
      });
      yield `${lines.join('\n')}\n`;
    }
  }
  const file = Readable.from(chunks())
    .pipe(createGzip({ level: 1 }))
    .pipe(createWriteStream(path));
  await once(file, 'finish');
  return sums;
}

describe('a file of a million lines', () => {
  it.each(sampleOf(['w3c', 'json'] as const, 1))(
    `in %s is counted exactly, in constant memory${drawnBy}`,
    async (format) => {
      const accounts = Array.from({ length: 40 }, () => someone());
      const path = join(folder, `${format}.gz`);
      const sums = await writeMillion(path, accounts, format);
      global.gc?.();
      const before = process.memoryUsage().rss;
      let peak = before;
      const watch = setInterval(() => {
        peak = Math.max(peak, process.memoryUsage().rss);
      }, 20);
      const started = performance.now();
      const key = `million/${format}.gz`;
      const Body = createReadStream(path);
      await s3.send(
        new PutObjectCommand({ Bucket: BUCKET, Key: key, Body, ContentLength: statSync(path).size }),
      );
      await desk.drain();
      const seconds = (performance.now() - started) / 1_000;
      clearInterval(watch);
      for (const owner of accounts) expect(await usedOf(machine, owner)).toBe(sums.get(owner));
      expect(peak - before).toBeLessThan(150_000_000);
      expect(seconds).toBeLessThan(60);
    },
  );
});
