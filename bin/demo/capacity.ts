import { type ApiClient, must } from '../api-client.ts';
import { seconds } from './figures.ts';
import { keyed, quotaOf, short } from './requests.ts';
import type { Demo, Scenario } from './scenario.ts';

const JOBS = 50;
const RESERVED = 1_200;
const ACTUAL = 900;

interface Slots {
  readonly active: number;
  readonly slots: readonly { readonly jobId: string }[];
}

/** Slots and reservations never exceed the limit, however many requests arrive at the same time. */
export const capacity: Scenario = {
  title: `Capacity: ${JOBS} concurrent requests for 2 job slots, and a reservation`,
  run: async (demo) => {
    const account = demo.account('capacity', 'company');
    const machine = await demo.as({ sub: 'demo-scheduler', scope: 'slots.write' });
    await allocate(demo, machine, account);
    await reserve(demo, await demo.as({ sub: 'user_demo-owner', accounts: [account] }), account);
  },
};

async function allocate(demo: Demo, machine: ApiClient, account: string): Promise<void> {
  const path = `/v1/accounts/${account}/job-slots`;
  const answers = await Promise.all(
    Array.from({ length: JOBS }, async (_, index) => {
      const jobId = `job-${index + 1}`;
      const { status } = await machine.call(`POST ${path}`, { jobId, leaseSeconds: 600 });
      return { jobId, status };
    }),
  );
  const jobsWith = (wanted: number) =>
    answers.filter(({ status }) => status === wanted).map(({ jobId }) => jobId);
  const winners = jobsWith(201);
  demo.check('jobs that got a slot', 2, winners.length);
  demo.check('jobs that were refused', JOBS - 2, jobsWith(402).length);
  const { active, slots } = must(200, await machine.call<Slots>(`GET ${path}`));
  demo.check('slots in use', 2, active);
  demo.check(
    'slots held by',
    winners.sort().join(),
    slots
      .map(({ jobId }) => jobId)
      .sort()
      .join(),
  );
  const again = await machine.call(`POST ${path}`, { jobId: winners[0], leaseSeconds: 600 });
  demo.check('status of a retry for the same job', 200, again.status);
}

async function reserve(demo: Demo, owner: ApiClient, account: string): Promise<void> {
  const path = `POST /v1/accounts/${account}/reservations`;
  const wish = { meter: 'transcoding', amount: RESERVED };
  const request = async () =>
    must(201, await owner.call<{ reservationId: string }>(path, wish, keyed('job-1'))).reservationId;
  const id = await request();
  demo.check('a retry returns the same reservation', id, await request(), short);
  const during = await quotaOf(owner, account, 'transcoding');
  demo.check('transcoding reserved', RESERVED, during.reserved, seconds);
  demo.check('transcoding remaining', during.limit - RESERVED, during.remaining, seconds);

  const settle = () => owner.call(`${path}/${id}/settlement`, { amount: ACTUAL });
  must(200, await settle());
  must(200, await settle());
  const after = await quotaOf(owner, account, 'transcoding');
  demo.check('transcoding used, settled twice', ACTUAL, after.used, seconds);
  demo.check('transcoding reserved after settlement', 0, after.reserved, seconds);
}
