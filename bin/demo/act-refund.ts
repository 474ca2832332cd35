import { type ApiClient, must } from '../api-client.ts';
import { bytes, money, seconds } from './figures.ts';
import { isGenuine, openReceiver, type Receiver } from './receiver.ts';
import { type Charge, chargesOf, keyed, shopOf, use } from './shop.ts';
import { type Act, quotaOf, type Stage } from './stage.ts';

const PART = 1_900;
const GB = 1_000_000_000;
/** What is free, and a little of the pack. */
const TRANSCODED = 4_600;

/** A part gives back money alone; the whole takes back what was bought, but not what was burnt of it. */
export const refund: Act = {
  title: 'Refund the pack as an administrator, and hear of it by webhook',
  play: async (stage) => {
    const account = shopOf(stage);
    const owner = await stage.as({ sub: account });
    const charge = (await chargesOf(owner, account)).find(
      ({ type, status }) => type === 'capacityPack' && status === 'succeeded',
    );
    if (!charge) throw new Error(`${account} has bought no pack.`);
    await use(stage, account, 'transcoding', TRANSCODED);
    const receiver = await openReceiver();
    try {
      const secret = await subscribe(owner, account, receiver.url);
      await refundInParts(stage, owner, account, charge);
      await stage.settle();
      expectWebhooks(stage, receiver, secret, charge);
    } finally {
      await receiver.close();
    }
  },
};

async function subscribe(owner: ApiClient, account: string, url: string): Promise<string> {
  const path = `POST /v1/accounts/${account}/webhook-endpoints`;
  const events = ['charge.refunded'];
  return must(201, await owner.call<{ secret: string }>(path, { url, events })).secret;
}

async function refundInParts(
  stage: Stage,
  owner: ApiClient,
  account: string,
  { chargeId, amount }: Charge,
): Promise<void> {
  const admin = await stage.as({ sub: 'user_demo-admin', groups: ['admin'] });
  const path = `POST /v1/admin/charges/${chargeId}/refunds`;
  const part = { amount: { amount: PART, currency: 'CNY' }, reason: 'Goodwill' };
  must(201, await admin.call<Charge>(path, part, keyed(`${chargeId}-part`)));
  const storage = async () => (await quotaOf(owner, account, 'storage')).limit;
  stage.expect('storage after a part was given back', 52 * GB, await storage(), bytes);

  const rest = { reason: 'Not wanted any more' };
  const plan = must(200, await admin.call<{ refund: Charge }>(`${path}?preview=true`, rest)).refund;
  stage.expect('the rest, by the preview', amount.amount - PART, plan.amount.amount, money);
  must(201, await admin.call<Charge>(path, rest, keyed(`${chargeId}-rest`)));
  stage.expect('storage after all was given back', 2 * GB, await storage(), bytes);
  const { limit } = await quotaOf(owner, account, 'transcoding');
  stage.expect('transcoding: what was burnt stays', TRANSCODED, limit, seconds);
  const known = must(200, await owner.call<Charge>(`GET /v1/accounts/${account}/charges/${chargeId}`));
  stage.expect('the charge of the pack', 'refunded', known.status);
  const more = await admin.call(path, rest, keyed(`${chargeId}-more`));
  stage.expect('answer to one refund more', 409, more.status);
}

function expectWebhooks(stage: Stage, { received }: Receiver, secret: string, { amount }: Charge): void {
  const told = received.map(({ body }) => JSON.parse(body) as { type: string; data: { charge: Charge } });
  for (const { type, data } of told) stage.screen.line(`  ${type}  ${money(data.charge.amount.amount)}`);
  const given = told.reduce((sum, { data }) => sum + data.charge.amount.amount, 0);
  stage.expect('webhooks of the two refunds', 2, received.length);
  stage.expect('what they tell of, together', amount.amount, given, money);
  const genuine = received.filter((each) => isGenuine(secret, each));
  stage.expect('of them genuine', 2, genuine.length);
  const forged = received.map((each) => ({ ...each, body: each.body.replace('refund', 'reward') }));
  stage.expect(
    'of them genuine with a word changed',
    0,
    forged.filter((each) => isGenuine(secret, each)).length,
  );
}
