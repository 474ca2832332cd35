import { type ApiClient, must } from '../api-client.ts';
import { bytes, money, whole } from './figures.ts';
import { isGenuine, openReceiver, type Receiver } from './receiver.ts';
import { type Charge, chargesOf, GB, keyed, type Money, quotaOf, refund, short, use } from './requests.ts';
import type { Demo, Scenario } from './scenario.ts';

const PACK = 'cap_50';
const PART = 1_900;

interface Plan {
  readonly amount: Money;
  readonly quotas: readonly { readonly meter: string; readonly limitAfter: number }[];
}

interface Purchase {
  readonly state: string;
  readonly charge: Charge;
}

/** A payment grants capacity once. A partial refund returns money; a full refund also revokes unused capacity. */
export const packs: Scenario = {
  title: 'Packs: a declined payment, a purchase, refunds, webhooks and mail',
  run: async (demo) => {
    const account = demo.account('packs');
    const owner = await demo.as({ sub: account });
    const email = `${account}@example.com`;
    must(200, await owner.call(`PUT /v1/accounts/${account}/contact`, { email }));
    await beDeclined(demo, owner, account);
    const charge = await buy(demo, owner, account);
    await use(demo, account, 'bandwidth', 60 * GB);
    const { burn = [] } = await quotaOf(owner, account, 'bandwidth');
    const burnt = burn.map(({ used }) => `${used / GB} GB`).join(' + ');
    demo.check('60 GB burn down the free capacity, then the pack', '5 GB + 55 GB', burnt);
    const receiver = await openReceiver();
    try {
      await refundInParts(demo, owner, account, charge, receiver);
    } finally {
      await receiver.close();
    }
    await compareCsv(demo, owner, account);
    await checkMail(demo, owner, email);
  },
};

async function beDeclined(demo: Demo, owner: ApiClient, account: string): Promise<void> {
  const { limit } = await quotaOf(owner, account, 'storage');
  const order = { packType: PACK, paymentMethod: 'sandbox_declined' };
  const path = `POST /v1/accounts/${account}/purchases`;
  const declined = await owner.call<{ detail: string }>(path, order, keyed('declined'));
  demo.check('status of a declined payment', 402, declined.status);
  demo.note(`  ${declined.body.detail}`);
  demo.check('storage limit after it', limit, (await quotaOf(owner, account, 'storage')).limit, bytes);
}

async function buy(demo: Demo, owner: ApiClient, account: string): Promise<Charge> {
  const path = `POST /v1/accounts/${account}/purchases`;
  const order = { packType: PACK, paymentMethod: 'sandbox_ok' };
  const plan = must(200, await owner.call<Plan>(`${path}?preview=true`, order));
  const request = async () =>
    must(201, await owner.call<Purchase>(path, { ...order, price: plan.amount }, keyed('buy')));
  const { state, charge } = await request();
  demo.check('state of the purchase', 'active', state);
  demo.check('price, as previewed', plan.amount.amount, charge.amount.amount, money);
  demo.check('a retry returns the same charge', charge.chargeId, (await request()).charge.chargeId, short);
  for (const { meter, limitAfter } of plan.quotas) {
    const { limit } = await quotaOf(owner, account, meter);
    demo.check(`limit of ${meter}, as previewed`, limitAfter, limit, whole);
  }
  return charge;
}

async function refundInParts(
  demo: Demo,
  owner: ApiClient,
  account: string,
  charge: Charge,
  receiver: Receiver,
): Promise<void> {
  const subscription = { url: receiver.url, events: ['charge.refunded'] };
  const path = `POST /v1/accounts/${account}/webhook-endpoints`;
  const { secret } = must(201, await owner.call<{ secret: string }>(path, subscription));
  const storage = async () => (await quotaOf(owner, account, 'storage')).limit;

  await refund(demo, charge, PART);
  demo.check('storage limit after a partial refund', 52 * GB, await storage(), bytes);
  const rest = await refund(demo, charge);
  demo.check('refund of the rest', charge.amount.amount - PART, rest.amount.amount, money);
  demo.check('storage limit after the full refund', 2 * GB, await storage(), bytes);
  const used = (await quotaOf(owner, account, 'bandwidth')).limit;
  demo.check('bandwidth limit: used capacity is kept', 60 * GB, used, bytes);

  await demo.drain();
  const { received } = receiver;
  const genuine = received.filter((webhook) => isGenuine(secret, webhook));
  demo.check('webhooks with a valid signature', 2, genuine.length);
  const forged = received.map((webhook) => ({ ...webhook, body: webhook.body.replace('refund', 'reward') }));
  demo.check(
    'webhooks valid after a change',
    0,
    forged.filter((webhook) => isGenuine(secret, webhook)).length,
  );
}

async function compareCsv(demo: Demo, owner: ApiClient, account: string): Promise<void> {
  const path = `GET /v1/accounts/${account}/charges?limit=100`;
  const csv = must(200, await owner.call<string>(path, undefined, { accept: 'text/csv' }));
  const [head = '', ...rows] = csv.trimEnd().split('\n');
  const column = head.split(',').indexOf('amount');
  const exported = rows.reduce((sum, row) => sum + Number(row.split(',')[column]), 0);
  const listed = (await chargesOf(owner, account)).reduce((sum, { amount }) => sum + amount.amount, 0);
  demo.check('sum of the CSV export, as in the list', listed, exported, money);
}

async function checkMail(demo: Demo, owner: ApiClient, email: string): Promise<void> {
  const outbox = await owner.call<{ items: { to: string[]; subject: string }[] }>('GET /dev/outbox');
  const subjects = must(200, outbox).items.flatMap(({ to, subject }) =>
    to.includes(email) ? [subject] : [],
  );
  for (const [start, expected] of [
    ['Payment failed', 1],
    ['Payment received', 1],
    ['Refund', 2],
  ] as const) {
    const count = subjects.filter((subject) => subject.startsWith(start)).length;
    demo.check(`mails “${start} …”`, expected, count);
  }
}
