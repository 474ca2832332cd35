import { must } from '../api-client.ts';
import type { Act } from './stage.ts';

const RACERS = 50;

interface Slots {
  readonly active: number;
  readonly limit: number;
  readonly slots: readonly { readonly jobId: string }[];
}

/** Never are more slots held than the limit, however many ask at the same moment. */
export const slots: Act = {
  title: `Race ${RACERS} jobs for 2 slots`,
  play: async (stage) => {
    const account = stage.account('race', 'company');
    const machine = await stage.as({ sub: 'demo-scheduler', scope: 'slots.write' });
    const path = `/v1/accounts/${account}/job-slots`;
    const answers = await Promise.all(
      Array.from({ length: RACERS }, async (_, index) => {
        const jobId = `job-${index + 1}`;
        const { status } = await machine.call(`POST ${path}`, { jobId, leaseSeconds: 600 });
        return { jobId, status };
      }),
    );
    const winners = answers.filter(({ status }) => status === 201).map(({ jobId }) => jobId);
    stage.expect('jobs that won a slot (201)', 2, winners.length);
    stage.expect(
      'jobs that were refused (402)',
      RACERS - 2,
      answers.filter(({ status }) => status === 402).length,
    );
    const held = must(200, await machine.call<Slots>(`GET ${path}`));
    stage.expect('slots held', `2 of ${held.limit}`, `${held.active} of ${held.limit}`);
    stage.expect('held by', sorted(winners), sorted(held.slots.map(({ jobId }) => jobId)));
    const again = await machine.call(`POST ${path}`, { jobId: winners[0], leaseSeconds: 600 });
    stage.expect('the winner asks again: its own slot', 200, again.status);
  },
};

const sorted = (jobs: readonly string[]): string => [...jobs].sort().join(', ');
