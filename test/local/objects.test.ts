import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { UPLOADS_BUCKET } from '../../local/environment.ts';
import { openBucket } from './bucket.ts';

const { url, folder, notifications, openStore, s3 } = await openBucket();

describe('an object', () => {
  const at = (key: string) => `${url}/s3/uploads/${key}`;
  const events = () => notifications.flatMap((notification) => notification.Records);

  it('is put, read, measured, replaced and deleted, each change later than the one before', async () => {
    await fetch(at('a/b'), { method: 'PUT', body: 'one' });
    await fetch(at('a/b'), { method: 'PUT', body: 'second' });
    expect(await (await fetch(at('a/b'))).text()).toBe('second');
    const target = { Bucket: UPLOADS_BUCKET, Key: 'a/b' };
    expect((await s3.send(new HeadObjectCommand(target))).ContentLength).toBe(6);
    await s3.send(new DeleteObjectCommand(target));
    expect((await fetch(at('a/b'), { method: 'DELETE' })).status).toBe(204);
    await expect(s3.send(new HeadObjectCommand(target))).rejects.toMatchObject({ name: 'NotFound' });

    expect(events().map((event) => event.eventName)).toEqual([
      'ObjectCreated:Put',
      'ObjectCreated:Put',
      'ObjectRemoved:Delete',
      'ObjectRemoved:Delete',
    ]);
    const sequencers = events().map((event) => event.s3.object.sequencer);
    expect([...sequencers].sort()).toEqual(sequencers);
    expect(new Set(sequencers).size).toBe(4);
    expect(events()[2]?.s3.object).toEqual({ key: 'a/b', sequencer: expect.any(String) });
  });

  it('is the one with the latest sequencer, however many write at once', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => fetch(at('race'), { method: 'PUT', body: 'x'.repeat(i + 1) })),
    );
    const latest = events().reduce((a, b) =>
      String(a.s3.object.sequencer) > String(b.s3.object.sequencer) ? a : b,
    );
    const content = await (await fetch(at('race'))).text();
    expect(content.length).toBe(latest.s3.object.size);
  });

  it('stays within its folder whatever its key', async () => {
    const key = encodeURIComponent('../../../escape');
    expect((await fetch(at(key), { method: 'PUT', body: 'x' })).status).toBe(200);
    expect(await (await fetch(at(key))).text()).toBe('x');
    expect(readdirSync(join(folder, '..'))).toEqual(['objects']);
  });

  it('outlives a restart, with later sequencers', async () => {
    await fetch(at('kept'), { method: 'PUT', body: 'still here' });
    const before = String(events()[0]?.s3.object.sequencer);
    const store = openStore();
    const found = store.find('kept');
    expect(found).toMatchObject({ bytes: 10, sequencer: before });
    await store.remove('kept');
    expect(String(events()[1]?.s3.object.sequencer) > before).toBe(true);
  });
});
