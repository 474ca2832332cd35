import { type Client, someone, type TestDesk } from './desk.ts';
import { freshKey } from './paying.ts';
import { endNow, FREE, monthOf, PlainAccount, type PlainPack } from './plain-account.ts';
import { eventOf } from './service.ts';

const GB = 1_000_000_000;
const DAY = 86_400_000;

/** The packs that a life knows: what they grant, their price, and how many days they last. */
const PACKS = {
  month_20: { grants: { bandwidth: 20 * GB, transcoding: 5_000, storage: GB }, price: 5_000, days: 30 },
  cap_50: {
    grants: { storage: 50 * GB, bandwidth: 100 * GB, transcoding: 18_000 },
    price: 11_900,
    days: 365,
  },
  slots_5_sub: { grants: { jobSlots: 5 }, price: 1_200, days: 30 },
} as const;
export type PackType = keyof typeof PACKS;

/** Puts the pack on sale that lasts a month and has counters. */
export async function sellMonth20(admin: Client): Promise<void> {
  const { grants, price, days } = PACKS.month_20;
  const { status } = await admin.call('PUT /v1/admin/packs/month_20', {
    name: '20 GB of bandwidth, for a month',
    kind: 'capacity',
    grants,
    price: { amount: price, currency: 'CNY' },
    mode: 'subscription',
    durationDays: days,
  });
  expect(status).toBe(201);
}

/** An account on the desk, and the same one on paper: whatever is done is done to both. */
export class Life {
  readonly plain: PlainAccount;
  readonly desk: TestDesk;
  readonly account: string;
  readonly owner: Client;
  readonly admin: Client;
  readonly machine: Client;

  private constructor(desk: TestDesk, account: string, owner: Client, admin: Client, machine: Client) {
    this.desk = desk;
    this.account = account;
    this.owner = owner;
    this.admin = admin;
    this.machine = machine;
    this.plain = new PlainAccount(desk.clock.now());
  }

  static async begin(desk: TestDesk, admin: Client, machine: Client): Promise<Life> {
    const account = someone('company');
    return new Life(desk, account, await desk.as({ sub: someone(), accounts: [account] }), admin, machine);
  }

  get #base(): string {
    return `/v1/accounts/${this.account}`;
  }

  /** Reports use; `time` may be in a month that is over, and `countsIn` the one that it counts in. */
  async use(meter: string, amount: number, time?: string, countsIn = monthOf(this.plain.now)): Promise<void> {
    const event = eventOf(this.desk, {
      subject: this.account,
      type: meter,
      amount,
      ...(time === undefined ? {} : { time }),
    });
    // Twice, as queues do.
    expect((await this.machine.call('POST /v1/usage-events', [event, event])).status).toBe(202);
    this.plain.use(meter, amount, countsIn);
  }

  async buy(packType: PackType): Promise<void> {
    const order = { packType, paymentMethod: 'sandbox_ok' };
    const { status, body } = await this.owner.call(`POST ${this.#base}/purchases`, order, freshKey());
    expect([status, body.state]).toEqual([201, 'active']);
    const { grants, price } = PACKS[packType];
    const month = monthOf(this.plain.now);
    const { chargeId, type } = body.charge;
    this.plain.packs.push({
      purchaseId: body.purchaseId,
      packType,
      grants,
      charges: [chargeId],
      state: 'active',
      ends: [{ month, at: Date.parse(body.endsAt) }],
      added: [month],
      ended: null,
    });
    this.#charged(chargeId, type, price);
  }

  #charged(chargeId: string, type: string, amount: number): void {
    this.plain.charges.push({ chargeId, type, amount, at: this.plain.now, status: 'succeeded', refunded: 0 });
  }

  /** Renews what may be renewed now; whether there was something. */
  async renew(pick: (n: number) => number = () => 0): Promise<boolean> {
    const { now } = this.plain;
    const mayBe = this.plain.packs.filter(
      (pack) => (pack.state === 'active' || pack.state === 'expiring') && endNow(pack) - 30 * DAY <= now,
    );
    const pack = mayBe[pick(Math.max(1, mayBe.length))];
    if (!pack) return false;
    const { price, days } = PACKS[pack.packType as PackType];
    const { status, body } = await this.owner.call(
      `POST ${this.#base}/purchases/${pack.purchaseId}/renewals`,
      { paymentMethod: 'sandbox_ok' },
      freshKey(),
    );
    const end = endNow(pack) + days * DAY;
    expect([status, body.state, Date.parse(body.endsAt)]).toEqual([201, 'active', end]);
    pack.ends.push({ month: monthOf(now), at: end });
    pack.added.push(monthOf(now));
    pack.state = 'active';
    pack.charges.push(body.charge.chargeId);
    this.#charged(body.charge.chargeId, body.charge.type, price);
    return true;
  }

  /** Gives back a pack that was never renewed, as a whole, or a part of its price. */
  async refund(part: number | null, pick: (n: number) => number = () => 0): Promise<boolean> {
    const mayBe = this.plain.packs.filter(
      (pack) => pack.charges.length === 1 && pack.state !== 'refunded' && this.#leftOf(pack) > (part ?? 0),
    );
    const pack = mayBe[pick(Math.max(1, mayBe.length))];
    const charge = this.plain.charges.find(({ chargeId }) => chargeId === pack?.charges[0]);
    if (!pack || !charge) return false;
    const amount = part ?? this.#leftOf(pack);
    const body = {
      reason: 'Any',
      ...(part === null ? {} : { amount: { amount: part, currency: 'CNY' } }),
    };
    const route = `POST /v1/admin/charges/${charge.chargeId}/refunds`;
    const answer = await this.admin.call(route, body, freshKey());
    expect([answer.status, answer.body.amount?.amount]).toEqual([201, amount]);
    charge.refunded += amount;
    this.#charged(answer.body.chargeId, 'refund', amount);
    if (part !== null) return true;
    charge.status = 'refunded';
    if (pack.state === 'expired') pack.state = 'refunded';
    else this.plain.end(pack, 'refunded');
    return true;
  }

  #leftOf(pack: PlainPack): number {
    const charge = this.plain.charges.find(({ chargeId }) => chargeId === pack.charges[0]);
    return charge ? charge.amount - charge.refunded : 0;
  }

  async confirm(amount: number): Promise<void> {
    const { body } = await this.owner.call(
      `POST ${this.#base}/overage-quotes`,
      { meter: 'bandwidth', amount },
      freshKey(),
    );
    const answer = await this.owner.call(
      `POST ${this.#base}/overage-confirmations`,
      { quoteId: body.quoteId },
      freshKey(),
    );
    expect(answer.status).toBe(201);
    this.plain.confirm(amount);
  }

  /** Pays all that is owed. */
  async pay(): Promise<void> {
    const { body } = await this.owner.call(`GET ${this.#base}/charges?status=pending&limit=100`);
    for (const { chargeId } of body.items) {
      const route = `POST ${this.#base}/charges/${chargeId}/payments`;
      const { status } = await this.owner.call(route, { paymentMethod: 'sandbox_ok' }, freshKey());
      expect(status).toBe(201);
    }
    for (const charge of this.plain.charges) if (charge.status === 'pending') charge.status = 'succeeded';
  }

  /** The account as the service tells it, and as it is on paper. */
  async compare(): Promise<{ told: unknown; computed: unknown }> {
    const { body } = await this.owner.call(`GET ${this.#base}/quotas`);
    const { body: list } = await this.owner.call(`GET ${this.#base}/charges?limit=100`);
    const { body: bought } = await this.owner.call(`GET ${this.#base}/purchases?limit=100`);
    const quotas = body.quotas.filter(({ meter }: { meter: string }) => meter in FREE);
    return {
      told: {
        quotas: quotas.map(quotaFacts),
        charges: list.items.map(chargeFacts).sort(),
        states: bought.items.map((each: { state: string }) => each.state).sort(),
      },
      computed: {
        quotas: quotas.map(({ meter }: { meter: string }) => this.plain.quota(meter)),
        charges: this.plain.charges
          .map(({ type, amount, status, refunded }) => `${type} ${amount} ${status} ${refunded}`)
          .sort(),
        states: this.plain.packs.map(({ state }) => state).sort(),
      },
    };
  }
}

// biome-ignore lint/suspicious/noExplicitAny: an answer of the API, as JSON
const quotaFacts = ({ meter, limit, used, remaining, state, grants, overage }: any) => ({
  meter,
  limit,
  used,
  remaining,
  state,
  grants: grants.map((grant: { packType: string; amount: number }) => [grant.packType, grant.amount]).sort(),
  estimate: overage.estimate.amount,
});

// biome-ignore lint/suspicious/noExplicitAny: an answer of the API, as JSON
const chargeFacts = ({ type, amount, status, refunded }: any): string =>
  `${type} ${amount.amount} ${status} ${refunded.amount}`;
