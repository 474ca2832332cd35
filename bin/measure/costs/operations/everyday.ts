import { postForm } from '../../../api-client.ts';
import { type Account, ask, each, freshId, freshKey, type Harness, usageEvent } from '../harness.ts';
import type { Operation } from '../operation.ts';

/** Creates an account with bandwidth usage and job slots, one of them in use. */
async function known(harness: Harness): Promise<Account> {
  const newAccount = await harness.newAccount();
  const { account, owner } = newAccount;
  await ask(harness.machine, 202, 'POST /v1/usage-events', [usageEvent(harness, account, 1_500_000)]);
  const order = { packType: 'slots_20', paymentMethod: 'sandbox_ok' };
  await ask(owner, 201, `POST /v1/accounts/${account}/purchases`, order, freshKey());
  await ask(harness.machine, 201, `POST /v1/accounts/${account}/job-slots`, slot('job_0'));
  await harness.stack.drain();
  return newAccount;
}

const slot = (jobId: string) => ({ jobId, leaseSeconds: 3_600 });

/** Frequent operations of users and schedulers. */
export const everyday = {
  check: {
    title: 'check a quota',
    measure: async (harness) => {
      const { account, owner } = await known(harness);
      const wish = { meter: 'bandwidth', amount: 1_000 };
      return each(
        harness,
        async () => {},
        () => ask(owner, 200, `POST /v1/accounts/${account}/quota-checks`, wish),
      );
    },
  },

  quotas: {
    title: 'read all quotas',
    measure: async (harness) => {
      const { account, owner } = await known(harness);
      return each(
        harness,
        async () => {},
        () => ask(owner, 200, `GET /v1/accounts/${account}/quotas`),
      );
    },
  },

  allocate: {
    title: 'allocate a job slot',
    measure: (harness) =>
      each(
        harness,
        () => known(harness),
        ({ account }) => ask(harness.machine, 201, `POST /v1/accounts/${account}/job-slots`, slot('job_1')),
      ),
  },

  release: {
    title: 'release a job slot',
    measure: (harness) =>
      each(
        harness,
        () => known(harness),
        ({ account }) => ask(harness.machine, 204, `DELETE /v1/accounts/${account}/job-slots/job_0`),
      ),
  },

  reserve: {
    title: 'reserve and settle',
    measure: (harness) =>
      each(
        harness,
        () => known(harness),
        async ({ account, owner }) => {
          const path = `POST /v1/accounts/${account}/reservations`;
          const wish = { meter: 'transcoding', amount: 600 };
          const { reservationId } = await ask<{ reservationId: string }>(owner, 201, path, wish, freshKey());
          await ask(owner, 200, `${path}/${reservationId}/settlement`, { amount: 420 });
        },
      ),
  },

  upload: {
    title: 'upload a file',
    measure: async (harness) => {
      const { account, owner } = await known(harness);
      const one = await each(
        harness,
        async () => {},
        async () => {
          const content = `A file of no importance, ${freshId()}.`;
          const wish = { fileName: 'a.txt', bytes: content.length, contentType: 'text/plain' };
          const form = await ask<Form>(owner, 201, `POST /v1/accounts/${account}/uploads`, wish);
          await postForm(form, content, 'a.txt');
        },
      );
      // The browser posts the form to S3.
      return { ...one, use: { ...one.use, puts: one.use.puts + 1 } };
    },
  },
} satisfies Record<string, Operation>;

interface Form {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}
