import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { log } from '../../functions/runtime/log.ts';
import { packFolder } from './pack-theme.ts';
import type { SeededStack } from './seed.ts';

const FOLDER = fileURLToPath(new URL('../../web/themes/', import.meta.url));

/** The themes that the store starts with: one of the platform, and one that a company sells. */
const samples = [
  { folder: 'daylight', account: 'company_real-deal', tags: ['calm', 'light'], price: { mode: 'free' } },
  {
    folder: 'riso',
    account: 'company_northlight',
    tags: ['bold', 'print'],
    price: { mode: 'fixed', amount: { amount: 1_900, currency: 'CNY' } },
  },
] as const;

type Sample = (typeof samples)[number];
type Call = (route: string, body?: unknown) => Promise<Record<string, unknown>>;

/**
 * Puts the official themes on sale like any other: submitted, uploaded, validated and approved. A repeated run
 * completes an interrupted one.
 */
export async function seedThemes(stack: SeededStack, signal: AbortSignal): Promise<void> {
  const admin = caller(
    stack.url,
    await stack.issueToken({ sub: 'user_reviewer', groups: ['admin'] }),
    signal,
  );
  for (const sample of samples) {
    const token = await stack.issueToken({ sub: 'user_sample-data', accounts: [sample.account] });
    await publish(sample, caller(stack.url, token, signal), admin, signal);
  }
}

async function publish(sample: Sample, creator: Call, admin: Call, signal: AbortSignal): Promise<void> {
  const { folder, account, tags, price } = sample;
  const { name, description } = JSON.parse(await readFile(`${FOLDER}${folder}/theme.json`, 'utf8'));
  const known = await submissionOf(account, name, creator);
  if (known?.onSale) return;
  const { themeId, upload } =
    known === undefined
      ? await creator('POST /v1/themes', { name, description, tags, price, account })
      : await creator(`POST /v1/themes/${known.themeId}/versions`);
  await send(upload as Form, await packFolder(`${FOLDER}${folder}`), signal);
  for (;;) {
    const { state, checks } = await creator(`GET /v1/themes/${themeId}/validation`);
    if (state === 'passed') break;
    if (state === 'failed') return log.warn('local.sample.theme-failed', { folder, checks: failed(checks) });
    await pause(100, undefined, { signal });
  }
  await admin(`POST /v1/admin/themes/${themeId}/review`, { decision: 'approve' });
}

interface Known {
  readonly themeId: string;
  readonly name: string;
  readonly onSale: number | null;
}

/** Returns the submission of an interrupted run. */
async function submissionOf(account: string, name: string, creator: Call): Promise<Known | undefined> {
  const { items } = await creator(`GET /v1/accounts/${account}/submissions?limit=100`);
  return (items as Known[]).find((one) => one.name === name);
}

const failed = (checks: unknown): string =>
  (checks as { id: string; passed: boolean }[]).flatMap(({ id, passed }) => (passed ? [] : [id])).join(', ');

interface Form {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

async function send({ url, fields }: Form, zip: Uint8Array, signal: AbortSignal): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([zip.slice()]), 'theme.zip');
  const response = await fetch(url, { method: 'POST', body: form, signal });
  if (!response.ok) throw new Error(`Sample data: the upload form answered ${response.status}.`);
}

function caller(url: string, token: string, signal: AbortSignal): Call {
  return async (route, body) => {
    const [method = '', path = ''] = route.split(' ');
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal,
    });
    if (response.ok) return (await response.json()) as Record<string, unknown>;
    throw new Error(`Sample data: ${route} answered ${response.status}: ${await response.text()}`);
  };
}
