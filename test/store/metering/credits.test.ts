import { type CorrectedAccount, correctedAccount } from '../../support/correcting.ts';
import { type HandlersAlone, openHandlers } from '../../support/handlers.ts';

let service: HandlersAlone;
let life: CorrectedAccount;

beforeAll(async () => {
  service = await openHandlers('2027-03-10T12:00:00Z');
});
beforeEach(async () => {
  life = await correctedAccount(service);
});
afterEach(async () => expect(await life.differences()).toEqual([]));
afterAll(() => service.close());

/** March with so many GB beyond the limit, 0.80 each. It is the middle of April, of which nothing was used. */
async function march(beyond: number, isPaid = true): Promise<void> {
  await life.use('2027-03', beyond);
  await life.close('2027-04');
  if (isPaid) await life.pay('2027-03');
}

/** April with so many GB beyond the limit. It is the middle of May. */
async function april(beyond: number): Promise<number> {
  await life.use('2027-04', beyond);
  await life.close('2027-05');
  return (await life.chargeOf('2027-04')).amount.amount;
}

describe('a charge that is corrected and refunded or waived', () => {
  it('is not credited any more once it was refunded as a whole', async () => {
    await march(10);
    expect(await life.correct('2027-03', 0)).toBe(-800);
    expect((await life.refund('2027-03')).status).toBe(201);
    expect(await life.waiting()).toEqual([]);
    expect(await april(10)).toBe(800);
  });

  it('is not credited after it was refunded as a whole', async () => {
    await march(10);
    await life.refund('2027-03');
    expect(await life.correct('2027-03', 0)).toBe(0);
    expect(await april(10)).toBe(800);
  });

  it('is credited what a partial refund has left of it', async () => {
    await march(10);
    expect((await life.refund('2027-03', 700)).status).toBe(201);
    expect(await life.correct('2027-03', 0)).toBe(-100);
    expect(await april(10)).toBe(700);
  });

  it('loses of its credit what the credit and the refunds exceed it by', async () => {
    await march(10);
    expect(await life.correct('2027-03', 5)).toBe(-400);
    await life.refund('2027-03', 300);
    expect(await life.waiting()).toEqual([-400]);
    await life.refund('2027-03', 300);
    expect(await life.waiting()).toEqual([-200]);
    expect(await april(10)).toBe(600);
  });

  it.each(['before', 'after'])('is not credited where it was waived %s the correction', async (when) => {
    await march(10, false);
    if (when === 'before') await life.waive('2027-03');
    expect(await life.correct('2027-03', 0)).toBe(when === 'before' ? 0 : -800);
    if (when === 'after') expect((await life.waive('2027-03')).status).toBe(201);
    expect(await life.waiting()).toEqual([]);
    expect(await april(10)).toBe(800);
  });

  it('cannot be refunded what was credited on the next charge', async () => {
    await march(10);
    await life.correct('2027-03', 7);
    expect(await april(10)).toBe(560);
    expect(await life.refund('2027-03', 561)).toMatchObject({
      status: 422,
      body: { errors: [{ path: '/amount', detail: 'At most 560.' }] },
    });
    expect((await life.refund('2027-03')).body.amount.amount).toBe(560);
    expect(await life.correct('2027-03', 0)).toBe(0);
  });

  it('is not credited a debit that was refunded with the charge that carried it', async () => {
    await march(4);
    expect(await life.correct('2027-03', 9)).toBe(400);
    expect(await april(1)).toBe(480);
    await life.pay('2027-04');
    const { body: refund } = await life.refund('2027-04');
    const parts = (refund.lines as readonly { period: string; amount: { amount: number } }[]).map(
      ({ period, amount }) => [period, amount.amount],
    );
    expect(parts).toEqual([
      ['2027-04-01', 80],
      ['2027-03-01', 400],
    ]);
    expect(await life.correct('2027-03', 4)).toBe(0);
    expect(await life.correct('2027-03', 2)).toBe(-160);
  });

  it('is not credited on another charge before it is paid, and not at all once it was waived', async () => {
    await march(10, false);
    await life.correct('2027-03', 6);
    expect(await april(10)).toBe(800);
    expect(await life.waiting()).toEqual([-320]);
    await life.waive('2027-03');
    expect(await life.waiting()).toEqual([]);
  });

  it('keeps the debit that waits when it is waived', async () => {
    await march(4, false);
    await life.correct('2027-03', 6);
    await life.waive('2027-03');
    expect(await life.waiting()).toEqual([160]);
  });
});

describe('what waits', () => {
  it('is billed with the next close also where the meter was not used and the account slept', async () => {
    await march(4);
    service.setTime('2027-04-16T00:00:30Z');
    await life.daily();
    const { loadAccount } = await import('../../../functions/store/accounts/accounts.ts');
    expect((await loadAccount(life.account))?.dueAt).toBeNull();
    service.setTime('2027-04-20T12:00:00Z');
    expect(await life.correct('2027-03', 6)).toBe(160);
    expect((await life.owner(`GET /v1/accounts/${life.account}/adjustments`)).body).toEqual({
      items: [
        {
          kind: 'debit',
          meter: 'bandwidth',
          period: { start: '2027-03-01T00:00:00.000Z', end: '2027-04-01T00:00:00.000Z' },
          amount: { amount: 160, currency: 'CNY' },
          dueAt: '2027-05-02T00:00:00.000Z',
        },
      ],
      nextCursor: null,
    });
    for (const day of ['04-21', '04-22', '05-01', '05-02', '05-03']) {
      expect(await life.told()).toEqual(
        day < '05-03' ? ['overage 320 succeeded'] : ['overage 320 succeeded', 'overage 160 pending'],
      );
      service.setTime(`2027-${day}T00:00:30Z`);
      await life.daily();
    }
    expect((await loadAccount(life.account))?.dueAt).toBeNull();
  });

  it('is never more than what was confirmed for its month', async () => {
    await march(9);
    expect(await life.correct('2027-03', 50)).toBe(80);
    await life.close('2027-05');
    expect(await life.told()).toEqual(['overage 720 succeeded', 'overage 80 pending']);
  });

  it('is refunded to the payment of its month where the close has no charge', async () => {
    await march(10);
    await life.correct('2027-03', 7);
    await life.close('2027-05');
    expect(await life.told()).toEqual(['overage 800 succeeded', 'refund 240 succeeded']);
    expect((await life.charges())[1]?.subject).toMatchObject({ cause: 'correction' });
    expect(await life.waiting()).toEqual([]);
    const { listAuditOf } = await import('../../../functions/store/audit/audit-log.ts');
    const log = await listAuditOf(life.account, { limit: 100 });
    expect(log.items.map(({ action, by }) => [action, by])).toEqual(
      expect.arrayContaining([
        ['overage.adjusted', 'schedule'],
        ['charge.refund', 'schedule'],
      ]),
    );
    expect(await life.correct('2027-03', 0)).toBe(-560);
    expect((await life.refund('2027-03')).body.amount.amount).toBe(560);
    expect(await life.waiting()).toEqual([]);
  });

  it('is refunded of the charge that billed it last, then of the ones before', async () => {
    await march(4);
    await life.correct('2027-03', 9);
    expect(await april(1)).toBe(480);
    await life.pay('2027-04');
    expect(await life.correct('2027-03', 1)).toBe(-640);
    await life.close('2027-06');
    const refunds = (await life.charges()).filter(({ type }) => type === 'refund');
    const [first, second] = [await life.chargeOf('2027-04'), await life.chargeOf('2027-03')];
    expect(
      refunds
        .map(({ subject, amount }) => [(subject as { chargeId?: string }).chargeId, amount.amount])
        .sort(),
    ).toEqual(
      [
        [first.chargeId, 400],
        [second.chargeId, 240],
      ].sort(),
    );
  });

  it('of a month that is not paid waits until it is', async () => {
    await march(10, false);
    await life.correct('2027-03', 5);
    await life.close('2027-05');
    expect(await life.waiting()).toEqual([-400]);
    expect(await life.told()).toEqual(['overage 800 pending']);
    await life.pay('2027-03');
    await life.close('2027-06');
    expect(await life.told()).toEqual(['overage 800 succeeded', 'refund 400 succeeded']);
  });
});

describe('a refund that fails at the provider', () => {
  it('of a credit waits again, and is started again at the next close', async () => {
    await march(10);
    await life.correct('2027-03', 5);
    service.setTime('2027-05-02T00:00:30Z');
    const { closePeriod } = await import('../../../functions/store/metering/closing.ts');
    const { settleCharge } = await import('../../../functions/store/settlement/settling.ts');
    const { requireMeter } = await import('../../../functions/domain/meters.ts');
    const { periodOfDay } = await import('../../../functions/domain/periods.ts');
    const april = {
      account: life.account,
      meter: requireMeter('bandwidth'),
      period: periodOfDay('2027-04-01' as never),
    };
    const [refund] = await closePeriod(april, service.now());
    expect(refund?.amount.amount).toBe(400);
    expect(await life.waiting()).toEqual([]);
    const failure = {
      event: 'failed',
      at: service.now(),
      by: 'provider:sandbox',
      failure: 'No account',
    } as const;
    await settleCharge(life.account, refund?.chargeId ?? '', failure);
    expect(await life.waiting()).toEqual([-400]);
    await life.close('2027-06');
    expect(await life.told()).toEqual(['overage 800 succeeded', 'refund 400 failed', 'refund 400 succeeded']);
  });
});

/** The bank takes back what was paid for a month's overage; the provider reports it twice. */
async function loseDispute(month: string): Promise<void> {
  const { chargeId } = await life.chargeOf(month);
  const { loadCharge } = await import('../../../functions/store/charges/charges.ts');
  const charge = (await loadCharge(life.account, chargeId))?.value;
  expect(charge?.status).toBe('succeeded');
  const event = {
    type: 'dispute.closed',
    eventId: `evt_${chargeId}`,
    account: life.account,
    chargeId,
    reference: charge?.payment?.reference,
    won: false,
  };
  for (const _ of [1, 2]) expect((await service.tell(event)).status).toBe(200);
}

describe('a lost dispute of a charge for overage', () => {
  it('takes what was credited on the next charge, too, which the rebuild does not name', async () => {
    await march(10);
    await life.correct('2027-03', 6);
    expect(await april(10)).toBe(480);
    await loseDispute('2027-03');
    expect((await life.told()).toSorted()).toEqual([
      'overage 480 pending',
      'overage 800 pending',
      'overage 800 refunded',
      'refund 800 succeeded',
    ]);
    expect(await life.differences()).toEqual([]);
  });

  it('leaves what it takes owed again, once, and due like any debt', async () => {
    await march(10);
    await life.refund('2027-03', 300);
    await loseDispute('2027-03');
    expect((await life.told()).toSorted()).toEqual([
      'overage 500 pending',
      'overage 800 refunded',
      'refund 300 succeeded',
      'refund 500 succeeded',
    ]);
    const debt = (await life.charges()).find(({ status }) => status === 'pending');
    expect(debt).toMatchObject({ amount: { amount: 500 }, dueAt: '2027-04-29T12:00:00.000Z' });
    expect(await life.correct('2027-03', 9)).toBe(-80);
    expect(await april(2)).toBe(160);
    expect(await life.waiting()).toEqual([-80]);
  });
});

describe('the rebuild', () => {
  it('names an adjustment that is not what the corrections say, and a charge that too much was returned of', async () => {
    await march(10);
    await life.correct('2027-03', 5);
    const { conditionalWrite } = await import('../../../functions/store/table/conditional-write.ts');
    const { chargeId } = await life.chargeOf('2027-03');
    const keys = [`CHG#${chargeId}`, 'ADJ#bandwidth#2027-03-01'];
    const add = async (sk: string | undefined, path: string, names: Record<string, string>, by: number) => {
      const key = { pk: `A#${life.account}`, sk: sk ?? '' };
      await conditionalWrite({
        key,
        update: `SET ${path} = ${path} + :by`,
        when: ['attribute_exists(pk)'],
        names,
        values: { ':by': by },
      });
    };
    await life.refund('2027-03', 300);
    await add(keys[1], '#r.#p', { '#r': 'record', '#p': 'pending' }, -200);
    await add(keys[1], '#r.#d', { '#r': 'record', '#d': 'difference' }, 7);
    const refundId = (await life.charges()).find(({ type }) => type === 'refund')?.chargeId;
    await add(`CHG#${refundId}`, '#r.#a.#a', { '#r': 'record', '#a': 'amount' }, 501);
    const found = await life.differences();
    expect(found.map(({ what, key }) => `${what} ${key.split(' ')[1]}`).sort()).toEqual([
      'bandwidth.corrected ADJ#bandwidth#2027-03-01',
      'bandwidth.pending ADJ#bandwidth#2027-03-01',
      `charge.refunding CHG#${chargeId}`,
      `charge.returned CHG#${chargeId}`,
    ]);
    await add(keys[1], '#r.#p', { '#r': 'record', '#p': 'pending' }, 200);
    await add(keys[1], '#r.#d', { '#r': 'record', '#d': 'difference' }, -7);
    await add(`CHG#${refundId}`, '#r.#a.#a', { '#r': 'record', '#a': 'amount' }, -501);
  });
});
