import type { Answered, Client, TestStack } from './local-stack.ts';

/** What a submission answers. */
export interface Submitted {
  readonly themeId: string;
  readonly version: number;
  readonly upload: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

export const orderOf = (changes: Readonly<Record<string, unknown>> = {}) => ({
  name: 'Plain',
  description: 'A calm theme of few colours.',
  tags: ['calm', 'light'],
  price: { mode: 'fixed', amount: { amount: 1_900, currency: 'CNY' } },
  ...changes,
});

/** Submits a theme. */
export async function submit(creator: Client, changes: Readonly<Record<string, unknown>> = {}) {
  const { status, body } = await creator.call<Submitted>('POST /v1/themes', orderOf(changes));
  expect(status).toBe(201);
  return body;
}

/** Sends a package as its form wants it: the fields first, the file last. */
export async function upload({ upload: { url, fields } }: Submitted, zip: Uint8Array): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([zip.slice()]), 'theme.zip');
  return fetch(url, { method: 'POST', body: form });
}

/** Has a package validated. What its checks found. */
export async function validated(desk: TestStack, creator: Client, form: Submitted, zip: Uint8Array) {
  expect((await upload(form, zip)).status).toBe(204);
  await desk.drain();
  return validationOf(creator, form);
}

export interface ValidationView {
  readonly state: string;
  readonly checks: readonly { readonly id: string; readonly passed: boolean }[];
}

export async function validationOf(
  creator: Client,
  { themeId, version }: Submitted,
): Promise<ValidationView> {
  const { status, body } = await creator.call(`GET /v1/themes/${themeId}/validation?version=${version}`);
  expect(status).toBe(200);
  return body;
}

export const failedIn = ({ checks }: ValidationView): string[] =>
  checks.filter(({ passed }) => !passed).map(({ id }) => id);

export const review = (
  admin: Client,
  { themeId }: Pick<Submitted, 'themeId'>,
  decision: 'approve' | 'reject',
  more: Readonly<Record<string, unknown>> = {},
): Promise<Answered> => admin.call(`POST /v1/admin/themes/${themeId}/review`, { decision, ...more });
