import type { AccountId } from '../../functions/domain/accounts.ts';
import { type Charge, newCharge } from '../../functions/domain/charges/charges.ts';
import { idOf } from '../../functions/domain/ids.ts';
import { requireMeter } from '../../functions/domain/meters.ts';
import { catalogue, type Pack } from '../../functions/domain/packs/packs.ts';
import { type Purchase, planPurchase } from '../../functions/domain/packs/purchases.ts';
import { periodOf } from '../../functions/domain/periods.ts';
import { uploadObjectKey } from '../../functions/domain/storage/objects.ts';
import { DAY, HOUR, type Instant, iso, plus } from '../../functions/domain/time.ts';
import { now } from '../../functions/runtime/clock.ts';
import { scheduleAccount } from '../../functions/store/accounts/accounts.ts';
import { countUsage } from '../../functions/store/metering/counting.ts';
import { beginPurchase } from '../../functions/store/packs/purchases.ts';
import { settleCharge } from '../../functions/store/settlement/settling.ts';
import { saveUpload, type Upload } from '../../functions/store/storage/uploads.ts';
import { UPLOADS_BUCKET } from '../environment.ts';
import { s3Notification } from '../storage/notification.ts';
import type { TokenClaims } from '../tokens.ts';
import { type SampleAccount, type SampleUse, sampleAccounts, usageHistory } from './data.ts';

const PACK_AGE = 40 * DAY;
const UPLOAD_AGE = 9 * DAY;
const A_DAY_OF_SECONDS = 86_400;

/** What seeding uses of a local stack. */
export interface SeededStack {
  readonly url: string;
  issueToken(claims: TokenClaims): Promise<string>;
}

type Post = (path: string, body: unknown, headers?: Readonly<Record<string, string>>) => Promise<void>;

/**
 * Writes the sample data, through the API wherever possible. Resolves when all of it is counted. A repeated run
 * completes an interrupted one.
 */
export async function seed(stack: SeededStack): Promise<void> {
  const post = poster(
    stack.url,
    await stack.issueToken({ sub: 'sample-data', scope: 'usage.write slots.write' }),
  );
  const at = now();
  await Promise.all(sampleAccounts.map((sample) => addPacks(sample, at)));
  const uses = sampleAccounts.flatMap((sample) => usageHistory(sample, at));
  await Promise.all([
    ...uses.map((use) => (use.period.start < periodOf(at).start ? countThen(use) : report(post, use))),
    ...sampleAccounts.map((sample) => storeFiles(post, sample, at)),
    ...sampleAccounts.map((sample) => takeSlots(post, sample)),
    ...sampleAccounts.map((sample) => reserve(post, sample)),
  ]);
  await post('/dev/drain', {});
}

const poster =
  (url: string, token: string): Post =>
  async (path, body, headers = {}) => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (response.ok) return;
    throw new Error(`Sample data: POST ${path} answered ${response.status}: ${await response.text()}`);
  };

/** Adds purchases of some time ago. A repeated run writes the same purchase. */
async function addPacks({ account, packs }: SampleAccount, at: Instant): Promise<void> {
  const boughtAt = startOfDay(plus(at, -PACK_AGE));
  for (const terms of catalogue.filter(({ packType }) => packs.includes(packType))) {
    const charge = await beginSamplePurchase(account, terms, boughtAt);
    await scheduleAccount(account, at);
    await settleCharge(account, charge.chargeId, { event: 'succeeded', at: boughtAt, by: 'sample-data' });
  }
}

async function beginSamplePurchase(account: AccountId, terms: Pack, at: Instant): Promise<Charge> {
  const { type, amount, lines, reason } = planPurchase(terms, at);
  const chargeId = idOf('chg', at, account, terms.packType);
  const purchaseId = idOf('pur', at, account, terms.packType);
  const subject = { kind: 'purchase', purchaseId, packType: terms.packType } as const;
  const charge: Charge = {
    ...newCharge,
    chargeId,
    account,
    type,
    subject,
    amount,
    lines,
    reason,
    createdAt: at,
  };
  const purchase: Purchase = {
    purchaseId,
    account,
    terms,
    state: 'pendingPayment',
    chargeId,
    createdAt: at,
    startsAt: null,
    endsAt: null,
    renewing: null,
    reminded: null,
  };
  await beginPurchase({ value: purchase, version: 0 }, charge, null, 'sample-data');
  return charge;
}

const startOfDay = (at: Instant): Instant => (at - (at % DAY)) as Instant;

const report = (post: Post, { account, meter, events }: SampleUse): Promise<void> =>
  post(
    '/v1/usage-events',
    events.map(({ source, id, at, amount }) => ({
      specversion: '1.0',
      id,
      source,
      type: meter,
      subject: account,
      time: iso(at),
      data: { amount },
    })),
  );

/** Counts usage of an earlier month as of then. Reported now, it would be late and count in the current month. */
async function countThen({ account, meter, period, events }: SampleUse): Promise<void> {
  await countUsage(account, requireMeter(meter), events, plus(period.end, -1));
}

/** Reports objects without storing them: gigabytes in a few messages. */
async function storeFiles(post: Post, { account, files }: SampleAccount, at: Instant): Promise<void> {
  const createdAt = plus(at, -UPLOAD_AGE);
  for (const { name: fileName, bytes, contentType } of files) {
    // Independent of the time, so that a repeated seeding finds the same upload.
    const uploadId = idOf('upl', 0 as Instant, account, fileName);
    const key = uploadObjectKey(account, uploadId, fileName);
    const upload: Upload = {
      uploadId,
      key,
      fileName,
      contentType,
      bytes,
      createdAt,
      expiresAt: plus(createdAt, HOUR),
    };
    await saveUpload(account, upload, account);
    const notification = s3Notification(UPLOADS_BUCKET, 'ObjectCreated:Post', {
      key,
      bytes,
      sequencer: '01',
    });
    await post('/dev/s3-events', JSON.parse(notification));
  }
}

async function takeSlots(post: Post, { account, jobs }: SampleAccount): Promise<void> {
  for (const job of jobs) await post(`/v1/accounts/${account}/job-slots`, job);
}

async function reserve(post: Post, { account, reserved }: SampleAccount): Promise<void> {
  if (reserved === undefined) return;
  const body = { meter: 'transcoding', amount: reserved, leaseSeconds: A_DAY_OF_SECONDS };
  await post(`/v1/accounts/${account}/reservations`, body, { 'idempotency-key': 'sample-data' });
}
