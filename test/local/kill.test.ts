import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, client, usageEvent } from '../support/local-stack.ts';
import { run } from '../support/run.ts';
import { testFolder } from './folder.ts';

const folder = testFolder();

async function start() {
  const desk = run('start.ts', { PORT: '0', DATA_DIR: folder });
  const url = (await desk.firstLine).replace('listening on ', '');
  const { body } = await client(url, null).call('POST /dev/token', { sub: 'machine', groups: ['admin'] });
  return { ...desk, url, admin: client(url, body.token) };
}

/** The engine is a process of its own; it dies with the desk, without a word to either. */
async function killEverything(desk: {
  child: { kill(signal: 'SIGKILL'): boolean };
  ended: Promise<unknown>;
}) {
  const { engine } = JSON.parse(await readFile(join(folder, 'engine.pid'), 'utf8')) as { engine: number };
  desk.child.kill('SIGKILL');
  process.kill(engine, 'SIGKILL');
  await desk.ended;
}

const usedBy = async (admin: Client, account: string) =>
  (await admin.call(`GET /v1/accounts/${account}/quotas`)).body.quotas.find(
    (quota: { meter: string }) => quota.meter === 'bandwidth',
  ).used;

it('what was answered with 202 is counted, once, though everything is killed right after it', async () => {
  const accounts = Array.from({ length: 20 }, (_, i) => `user_k${i}`);
  const calls = Array.from({ length: 6 }, (_, call) =>
    accounts.flatMap((subject) =>
      Array.from({ length: 40 }, (_, i) =>
        usageEvent({ subject, id: `${subject}-${call}-${i}`, amount: 1 + i }),
      ),
    ),
  );
  for (const half of [calls.slice(0, 3), calls.slice(2)]) {
    const desk = await start();
    const answers = await Promise.all(half.map((events) => desk.admin.call('POST /v1/usage-events', events)));
    expect(answers.map(({ status }) => status)).toEqual(half.map(() => 202));
    await killEverything(desk);
  }
  const desk = await start();
  expect((await desk.admin.call('POST /dev/drain')).body).toEqual({ drained: true });
  for (const account of accounts) expect(await usedBy(desk.admin, account)).toBe((6 * 40 * 41) / 2);
  desk.child.kill('SIGTERM');
  expect((await desk.ended).code).toBe(0);
});

/** The engine that runs once that one has ended. */
async function engineAfter(ended: number): Promise<number> {
  for (;;) {
    const { engine } = JSON.parse(await readFile(join(folder, 'engine.pid'), 'utf8')) as { engine: number };
    if (engine !== ended) return engine;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it('no event is lost and no message dies when the engine alone is killed under load', async () => {
  const desk = await start();
  const account = 'user_engine';
  let killed = 0;
  const batches = Array.from({ length: 12 }, (_, call) =>
    Array.from({ length: 20 }, (_, i) => usageEvent({ subject: account, id: `e-${call}-${i}`, amount: 1 })),
  );
  for (const [call, events] of batches.entries()) {
    expect((await desk.admin.call('POST /v1/usage-events', events)).status).toBe(202);
    if (call % 4 !== 1) continue;
    killed = await engineAfter(killed);
    process.kill(killed, 'SIGKILL');
  }
  let drained = await desk.admin.call('POST /dev/drain');
  // Asked for while the engine is away.
  while (drained.status === 503) drained = await desk.admin.call('POST /dev/drain');
  expect(drained.status).toBe(200);
  expect(await usedBy(desk.admin, account)).toBe(12 * 20);
  expect((await desk.admin.call('GET /dev/dead-letters')).body.items).toEqual([]);
  desk.child.kill('SIGTERM');
  expect((await desk.ended).code).toBe(0);
});
