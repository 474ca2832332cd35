import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { client } from '../support/local-stack.ts';
import { run } from '../support/run.ts';
import { testFolder } from './folder.ts';

const folder = testFolder();
// Each start is a whole process, on a machine that may be busy with the other tests.
const PATIENCE_MS = 120_000;

/** Files of the data directory that the local server can do without. */
const REPLACEABLE = ['clock.json', 'stream.json', 'token-key.json', 'sandbox-secret.json'];

async function start() {
  const desk = run('start.ts', { PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'ERROR' });
  const url = (await desk.firstLine).replace('listening on ', '');
  const { body } = await client(url, null).call('POST /dev/token', { sub: 'user_1', groups: ['admin'] });
  const stop = async () => {
    desk.child.kill('SIGTERM');
    return desk.ended;
  };
  return { url, admin: client(url, body.token), stop };
}

beforeAll(async () => {
  const desk = await start();
  await desk.admin.call('POST /dev/clock', { advanceSeconds: 60 });
  await fetch(`${desk.url}/s3/archive/one.txt`, { method: 'PUT', body: 'one' });
  await desk.stop();
}, PATIENCE_MS);

const objectFile = () => readdirSync(join(folder, 'archive')).find((name) => name.endsWith('.json')) ?? '';

it.each([
  ['empty', () => ''],
  ['cut', (text: string) => text.slice(0, Math.floor(text.length / 2))],
  ['null', () => 'null'],
])(
  'starts with files that are %s, sets each aside and names it',
  async (_what, damage) => {
    const files = [...REPLACEABLE, join('archive', objectFile())].map((name) => join(folder, name));
    for (const file of files) writeFileSync(file, damage(readFileSync(file, 'utf8')));
    const desk = await start();
    expect((await desk.admin.call('GET /v1/accounts/user_1/quotas')).status).toBe(200);
    expect((await desk.admin.call('GET /dev/clock')).status).toBe(200);
    expect((await fetch(`${desk.url}/s3/archive/one.txt`)).status).toBe(404);
    await desk.admin.call('POST /dev/clock', { advanceSeconds: 60 });
    await fetch(`${desk.url}/s3/archive/one.txt`, { method: 'PUT', body: 'one' });
    const { code, errors } = await desk.stop();
    expect(code).toBe(0);
    const named = errors.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
    for (const file of files)
      expect(named).toContainEqual(
        expect.objectContaining({
          message: 'local.file.set-aside',
          file,
          loss: expect.stringMatching(/\.$/),
        }),
      );
  },
  PATIENCE_MS,
);

it.each(['event-key.json', 'dynamodb.db'])(
  'refuses to start over an empty %s, and names it',
  async (name) => {
    const path = join(folder, name);
    const whole = readFileSync(path);
    writeFileSync(path, '');
    const { code, errors } = await run('start.ts', { PORT: '0', DATA_DIR: folder }).ended;
    writeFileSync(path, whole);
    expect(code).toBe(1);
    expect(errors.join('\n')).toContain(path);
  },
  PATIENCE_MS,
);
