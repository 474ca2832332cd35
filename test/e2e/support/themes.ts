import { packageOf } from '../../support/theme-package.ts';
import { postFile, type UploadForm } from '../../support/uploads.ts';
import { cny } from './business.ts';
import { administrator, type Caller, freshKey } from './caller.ts';
import { eventually } from './time.ts';

/** Who makes themes: an account, and somebody who acts for it. */
export interface Creator {
  readonly account: string;
  readonly owner: Caller;
}

interface Submitted {
  readonly themeId: string;
  readonly upload: Pick<UploadForm, 'url' | 'fields'>;
}

/** CNY 199.00, for good. */
const PRICE = { mode: 'fixed', amount: cny(19_900) };

export async function submit({ account, owner }: Creator, price: unknown = PRICE): Promise<Submitted> {
  const order = { name: 'Northern light', description: 'Calm greys.', tags: ['e2e'], price, account };
  const { status, body } = await owner.call('POST /v1/themes', order, freshKey());
  expect(status).toBe(201);
  return body;
}

/** Uploads a package that passes, or what is given, and waits for the verdict. */
export async function verdictOn(
  { owner }: Creator,
  { themeId, upload }: Submitted,
  content?: string | Buffer<ArrayBuffer>,
): Promise<{ readonly state: string; readonly failed: number }> {
  const file = content ?? Buffer.from(await packageOf());
  expect((await postFile(upload, file)).status).toBe(204);
  return eventually(async () => {
    const { body } = await owner.call(`GET /v1/themes/${themeId}/validation`);
    expect(['passed', 'failed']).toContain(body.state);
    const failed = body.checks.filter(({ passed }: { passed: boolean }) => !passed);
    return { state: body.state, failed: failed.length };
  });
}

export async function review(themeId: string, decision: 'approve' | 'reject'): Promise<string> {
  const admin = await administrator();
  const order = { decision, feedback: 'Seen.' };
  const { status, body } = await admin.call(`POST /v1/admin/themes/${themeId}/review`, order);
  expect(status).toBe(200);
  return body.state;
}

/** A theme that is on sale, by the way that all themes go. */
export async function publish(creator: Creator, price?: unknown): Promise<string> {
  const submitted = await submit(creator, price);
  expect(await verdictOn(creator, submitted)).toEqual({ state: 'passed', failed: 0 });
  expect(await review(submitted.themeId, 'approve')).toBe('approved');
  return submitted.themeId;
}

/** Buys a theme for an account. */
export const buyTheme = (
  { account, owner }: Creator,
  themeId: string,
  paymentMethod = 'sandbox_ok',
  headers: Readonly<Record<string, string>> = freshKey(),
) => owner.call(`POST /v1/themes/${themeId}/purchases`, { account, paymentMethod }, headers);
