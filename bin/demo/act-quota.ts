import { type ApiClient, must } from '../api-client.ts';
import { type Act, quotaOf, type Stage } from './stage.ts';

/** The share of the limit that is used then, in percent, and the state that follows. */
const steps = [
  { percent: 79, state: 'ok' },
  { percent: 80, state: 'warning' },
  { percent: 99, state: 'warning' },
  { percent: 100, state: 'exceeded' },
] as const;

/** The state follows the use: a warning from 80 %, a soft block from 100 %. */
export const quota: Act = {
  title: 'Cross 80 % and 100 % of the bandwidth',
  play: async (stage) => {
    const account = stage.account('crossing');
    const owner = await stage.as({ sub: account });
    const machine = await stage.as({ sub: 'demo-machine', scope: 'usage.write' });
    for (const { percent, state } of steps) {
      const { limit, used } = await quotaOf(owner, account, 'bandwidth');
      await use(stage, machine, account, (limit / 100) * percent - used);
      stage.expect(`state at ${percent} %`, state, (await quotaOf(owner, account, 'bandwidth')).state);
    }
    await expectRefusal(stage, owner, account);
  },
};

async function use(stage: Stage, machine: ApiClient, account: string, amount: number): Promise<void> {
  const time = new Date(await stage.now()).toISOString();
  const event = {
    specversion: '1.0',
    id: `up-by-${amount}-at-${time}`,
    source: 'demo',
    type: 'bandwidth',
    subject: account,
    time,
    data: { amount },
  };
  must(202, await machine.call('POST /v1/usage-events', [event]));
  await stage.settle();
}

async function expectRefusal(stage: Stage, owner: ApiClient, account: string): Promise<void> {
  const wish = { meter: 'bandwidth', amount: 1 };
  const advice = await owner.call<{ reason: string }>(`POST /v1/accounts/${account}/quota-checks`, wish);
  stage.expect('advice on one byte more', 'quota-exceeded', advice.body.reason);
  const refused = await owner.call<{ type: string; detail: string; packs: { packType: string }[] }>(
    `POST /v1/accounts/${account}/reservations`,
    wish,
    { 'idempotency-key': 'one-more' },
  );
  stage.expect('answer to a reservation of it', 402, refused.status);
  stage.expect('its problem', 'quota-exceeded', refused.body.type.split('/').at(-1) ?? '');
  stage.screen.line(`  ${refused.body.detail}`);
}
