import type { Operation } from '../operation.ts';
import { type Account, ask, each, freshId, freshKey, type Till, usageEvent } from '../till.ts';

/** An account that uses bandwidth, and has job slots, one of them taken. */
async function known(till: Till): Promise<Account> {
  const newcomer = await till.newcomer();
  const { account, owner } = newcomer;
  await ask(till.machine, 202, 'POST /v1/usage-events', [usageEvent(till, account, 1_500_000)]);
  const order = { packType: 'slots_20', paymentMethod: 'sandbox_ok' };
  await ask(owner, 201, `POST /v1/accounts/${account}/purchases`, order, freshKey());
  await ask(till.machine, 201, `POST /v1/accounts/${account}/job-slots`, slot('job_0'));
  await till.desk.drain();
  return newcomer;
}

const slot = (jobId: string) => ({ jobId, leaseSeconds: 3_600 });

/** What users and schedulers do all day. */
export const everyday = {
  check: {
    title: 'check a quota',
    measure: async (till) => {
      const { account, owner } = await known(till);
      const wish = { meter: 'bandwidth', amount: 1_000 };
      return each(
        till,
        async () => {},
        () => ask(owner, 200, `POST /v1/accounts/${account}/quota-checks`, wish),
      );
    },
  },

  quotas: {
    title: 'read all quotas',
    measure: async (till) => {
      const { account, owner } = await known(till);
      return each(
        till,
        async () => {},
        () => ask(owner, 200, `GET /v1/accounts/${account}/quotas`),
      );
    },
  },

  allocate: {
    title: 'take a job slot',
    measure: (till) =>
      each(
        till,
        () => known(till),
        ({ account }) => ask(till.machine, 201, `POST /v1/accounts/${account}/job-slots`, slot('job_1')),
      ),
  },

  release: {
    title: 'give a job slot back',
    measure: (till) =>
      each(
        till,
        () => known(till),
        ({ account }) => ask(till.machine, 204, `DELETE /v1/accounts/${account}/job-slots/job_0`),
      ),
  },

  reserve: {
    title: 'reserve, and settle',
    measure: (till) =>
      each(
        till,
        () => known(till),
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
    measure: async (till) => {
      const { account, owner } = await known(till);
      const one = await each(
        till,
        async () => {},
        async () => {
          const content = `A file of no importance, ${freshId()}.`;
          const wish = { fileName: 'a.txt', bytes: content.length, contentType: 'text/plain' };
          const form = await ask<Form>(owner, 201, `POST /v1/accounts/${account}/uploads`, wish);
          await post(form, content);
        },
      );
      // The form is posted to S3 by the browser.
      return { ...one, use: { ...one.use, puts: one.use.puts + 1 } };
    },
  },
} satisfies Record<string, Operation>;

interface Form {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

async function post(form: Form, content: string): Promise<void> {
  const data = new FormData();
  for (const [name, value] of Object.entries(form.fields)) data.append(name, value);
  data.append('file', new Blob([content]), 'a.txt');
  const sent = await fetch(form.url, { method: 'POST', body: data });
  if (!sent.ok) throw new Error(`The upload was answered ${sent.status}: ${await sent.text()}`);
}
