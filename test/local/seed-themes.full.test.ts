import { type Client, client } from '../support/local-stack.ts';
import { run } from '../support/run.ts';
import { testFolder } from './folder.ts';

const folder = testFolder();
const children: { kill(signal: 'SIGKILL'): boolean }[] = [];
// Whatever has failed, nothing goes on running.
afterAll(() => children.map((child) => child.kill('SIGKILL')));

async function start() {
  const desk = run('start.ts', { PORT: '0', DATA_DIR: folder, SEED: '', LOG_LEVEL: 'WARN' });
  children.push(desk.child);
  const url = (await desk.firstLine).replace('listening on ', '');
  const { body } = await client(url, null).call('POST /dev/token', { sub: 'reader', scope: 'read.all' });
  return { ...desk, reader: client(url, body.token) };
}

/** What is on sale when the desk has come to rest. */
async function themesOf(reader: Client) {
  expect((await reader.call('POST /dev/drain')).body).toEqual({ drained: true });
  return (await reader.call('GET /v1/themes?sort=price')).body.items;
}

async function stop({ child, ended }: Awaited<ReturnType<typeof start>>): Promise<void> {
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0, errors: [] });
}

describe('the themes that the store begins with', () => {
  it('are on sale once the local stack is idle, also after an interruption, and exist once', async () => {
    await stop(await start());
    const desk = await start();
    const themes = await themesOf(desk.reader);
    expect(themes).toMatchObject([
      { name: 'Daylight', creator: 'company_real-deal', price: { mode: 'free' } },
      { name: 'Riso', creator: 'company_northlight', price: { mode: 'fixed', amount: { amount: 1_900 } } },
    ]);
    const stylesheet = await (await fetch(themes[0].stylesheetUrl)).text();
    expect(stylesheet).toContain('--colour-primary');
    expect(stylesheet).not.toMatch(/url\(\s*["']?(?!data:|#)/);
    await stop(desk);
    const again = await start();
    expect(await themesOf(again.reader)).toHaveLength(2);
    await stop(again);
  });
});
