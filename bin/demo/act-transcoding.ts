import { must } from '../api-client.ts';
import { seconds } from './figures.ts';
import { type Act, quotaOf } from './stage.ts';

const RESERVED = 1_200;
const REALLY_USED = 900;

/** A job reserves what it may need, and is charged for what it took. */
export const transcoding: Act = {
  title: 'Reserve a transcoding job, then settle it',
  play: async (stage) => {
    const account = stage.account('transcoding');
    const owner = await stage.as({ sub: account });
    const path = `/v1/accounts/${account}/reservations`;
    const wish = { meter: 'transcoding', amount: RESERVED };
    const reserve = () =>
      owner.call<{ reservationId: string }>(`POST ${path}`, wish, { 'idempotency-key': 'job-1' });
    const { reservationId } = must(201, await reserve());
    stage.expect('the same key again', reservationId, must(201, await reserve()).reservationId, shortId);

    const during = await quotaOf(owner, account, 'transcoding');
    stage.expect('reserved while it runs', RESERVED, during.reserved, seconds);
    stage.expect('left while it runs', during.limit - RESERVED, during.remaining, seconds);

    // Whoever did not hear the answer asks again.
    for (const _ of [1, 2])
      must(200, await owner.call(`POST ${path}/${reservationId}/settlement`, { amount: REALLY_USED }));
    const after = await quotaOf(owner, account, 'transcoding');
    stage.expect('used after it was settled, twice', REALLY_USED, after.used, seconds);
    stage.expect('reserved after that', 0, after.reserved, seconds);
  },
};

const shortId = (id: string): string => `${id.slice(0, 24)}…`;
