import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployed } from '../../local/lambda.ts';
import type { LocalStack } from '../../local/local-stack.ts';
import { startLocalStack } from '../../local/local-stack.ts';
import { client, someone } from '../support/local-stack.ts';
import { eventOf } from '../support/service.ts';
import { failedIn, review, submit, upload, validationOf } from '../support/submitting.ts';
import { packageOf } from '../support/theme-package.ts';
import { bundleOf } from './bundle.ts';

const load = createRequire(import.meta.url);

let folder: string;
let desk: LocalStack;

/** The handlers of the bundles that are deployed, which hold stubs of parts of the SDK. */
async function bundled<Handler>(file: string): Promise<Handler> {
  const path = join(folder, `${file.replace('/', '-')}.cjs`);
  writeFileSync(path, (await bundleOf(`functions/${file}.ts`)).code);
  return load(path).handler;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'real-deal-bundles-'));
  const made = new Map<string, Promise<unknown>>();
  const once = <Handler>(file: string): Promise<Handler> => {
    const handler = made.get(file) ?? bundled(file);
    made.set(file, handler);
    return handler as Promise<Handler>;
  };
  const thread = await bundleOf('functions/themes/validation-thread.ts');
  writeFileSync(join(folder, 'validation-thread.js'), thread.code);
  desk = await startLocalStack({
    functions: {
      api: (name) => once(`api/${name}`),
      // The relay is not what is looked at, and the sweep reads the desk's clock.
      worker: (name) =>
        name === 'usage' || name === 'uploads' || name === 'themes'
          ? once(`workers/${name}`)
          : deployed.worker(name),
    },
  });
});
afterAll(async () => {
  await desk.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the bundles as they are deployed', () => {
  it('count usage, keep slots, sign uploads and take payments', async () => {
    const account = someone();
    const owner = client(desk.url, await desk.issueToken({ sub: account }));
    const machine = client(
      desk.url,
      await desk.issueToken({ sub: 'meter', scope: 'usage.write slots.write' }),
    );
    const event = eventOf(desk, { subject: account, type: 'bandwidth', amount: 5 });
    expect((await machine.call('POST /v1/usage-events', [event])).status).toBe(202);
    await desk.drain();
    const { body } = await owner.call(`GET /v1/accounts/${account}/quotas`);
    expect(body.quotas).toContainEqual(expect.objectContaining({ meter: 'bandwidth', used: 5 }));
    const slot = await machine.call(`POST /v1/accounts/${account}/job-slots`, { jobId: 'job_1' });
    expect(slot).toMatchObject({ status: 201, body: { jobId: 'job_1', active: 1 } });
    const upload = { fileName: 'a.mp4', contentType: 'video/mp4', bytes: 3 };
    expect((await owner.call(`POST /v1/accounts/${account}/uploads`, upload)).status).toBe(201);
    const purchase = { packType: 'cap_10', paymentMethod: 'sandbox_ok' };
    const bought = await owner.call(`POST /v1/accounts/${account}/purchases`, purchase, {
      'idempotency-key': 'a',
    });
    expect(bought.status).toBe(201);
    await desk.drain();
    const paid = await owner.call(`GET /v1/accounts/${account}/purchases/${bought.body.purchaseId}`);
    expect(paid.body).toMatchObject({ state: 'active' });
  });

  it('validate packages of themes, and link to what was made of them', async () => {
    const creator = client(desk.url, await desk.issueToken({ sub: someone() }));
    const admin = client(desk.url, await desk.issueToken({ sub: someone(), groups: ['admin'] }));
    const form = await submit(creator);
    expect((await upload(form, await packageOf())).status).toBe(204);
    await desk.drain();
    expect(failedIn(await validationOf(creator, form))).toEqual([]);
    expect((await review(admin, form, 'approve')).status).toBe(200);
    const { body } = await creator.call(`GET /v1/themes/${form.themeId}`);
    expect((await fetch(body.stylesheetUrl)).status).toBe(200);
    const buyer = client(desk.url, await desk.issueToken({ sub: someone() }));
    const bought = await buyer.call(
      `POST /v1/themes/${form.themeId}/purchases`,
      { paymentMethod: 'sandbox_ok' },
      { 'idempotency-key': 'a' },
    );
    expect(bought.status).toBe(201);
  });
});
