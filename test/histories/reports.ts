import { all } from '../support/paying.ts';
import type { Actor, Stage } from './actor.ts';
import { LAST_MOMENT } from './history.ts';
import { DAY, PACKS } from './model/terms.ts';

/**
 * Where the reports of administrators and the derived figures of the table differ from what all models come to. Only
 * right when nothing but these accounts has ever lived on the server.
 */
export async function differencesOfReports(stage: Stage, actors: readonly Actor[]): Promise<string[]> {
  return [
    ...(await revenueDifferences(stage, actors)),
    ...(await packDifferences(stage, actors)),
    ...(await debtDifferences(stage, actors)),
    ...(await rebuildDifferences()),
  ];
}

const compare = (what: string, answered: unknown, expected: unknown): string[] =>
  answered === expected ? [] : [`${what}: answered ${answered}, expected ${expected}`];

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** By day and by what was charged for: gross, and refunds. */
function revenueOf(actors: readonly Actor[]): Map<string, number> {
  const sums = new Map<string, number>();
  const add = (at: number, name: string, amount: number) => {
    const key = `${dayOf(at)} ${name}`;
    sums.set(key, (sums.get(key) ?? 0) + amount);
  };
  for (const { model } of actors)
    for (const { type, amount, paidAt, failedAt, of } of model.ledger.charges) {
      if (paidAt === null) continue;
      if (type !== 'refund') add(paidAt, `${type} gross`, amount);
      else {
        add(paidAt, `${of?.type} refunds`, amount);
        if (failedAt !== null) add(failedAt, `${of?.type} refunds`, -amount);
      }
    }
  // A refund that failed on its day leaves nothing.
  return new Map([...sums].filter(([, sum]) => sum !== 0));
}

async function revenueDifferences({ admin }: Stage, actors: readonly Actor[]): Promise<string[]> {
  const expected = revenueOf(actors);
  const days = [...expected.keys()].map((key) => Date.parse(key.slice(0, 10)));
  if (days.length === 0) return [];
  const answered = new Map<string, number>();
  const end = Math.max(...days) + DAY;
  for (let from = Math.min(...days); from < end; from += 300 * DAY) {
    const to = Math.min(end, from + 300 * DAY);
    const { status, body } = await admin.call(
      `GET /v1/admin/revenue?from=${dayOf(from)}&to=${dayOf(to)}&granularity=day`,
    );
    if (status !== 200) return [`GET /v1/admin/revenue answered ${status}: ${JSON.stringify(body)}`];
    for (const { start, byType } of body.items)
      for (const [type, sums] of Object.entries(byType as Record<string, RevenueAnswer>)) {
        const day = String(start).slice(0, 10);
        if (sums.gross.amount > 0) answered.set(`${day} ${type} gross`, sums.gross.amount);
        if (sums.refunds.amount !== 0) answered.set(`${day} ${type} refunds`, sums.refunds.amount);
      }
  }
  return [...new Set([...expected.keys(), ...answered.keys()])].flatMap((key) =>
    compare(`revenue ${key}`, answered.get(key), expected.get(key)),
  );
}

interface RevenueAnswer {
  readonly gross: { readonly amount: number };
  readonly refunds: { readonly amount: number };
}

async function packDifferences({ admin }: Stage, actors: readonly Actor[]): Promise<string[]> {
  const { body } = await admin.call('GET /v1/admin/packs');
  const models = actors.flatMap(({ model }) => model.packs);
  return PACKS.flatMap(({ packType }) => {
    const figures = body.items.find((each: { packType: string }) => each.packType === packType);
    const own = models.filter((pack) => pack.packType === packType);
    const ids = new Set(own.map(({ id }) => id));
    const charges = actors
      .flatMap(({ model }) => model.ledger.charges)
      .filter(({ packId, paidAt }) => packId !== null && ids.has(packId) && paidAt !== null);
    const revenue = charges.reduce((sum, { amount, refunded }) => sum + amount - refunded, 0);
    const active = own.filter(({ state }) => state === 'active' || state === 'expiring').length;
    return [
      ...compare(`${packType} active`, figures?.active, active),
      ...compare(`${packType} sold and renewed`, figures?.sold + figures?.renewed, charges.length),
      ...compare(`${packType} revenue`, figures?.revenue.amount, revenue),
    ];
  });
}

async function debtDifferences({ admin }: Stage, actors: readonly Actor[]): Promise<string[]> {
  const items = await all<{ account: string; total: { amount: number } }>(admin, '/v1/admin/outstanding');
  const answered = new Map(items.map(({ account, total }) => [account, total.amount]));
  return actors.flatMap(({ account, model }) => {
    const owed = model.ledger.debts.reduce((sum, { amount }) => sum + amount, 0);
    return compare(`outstanding of ${account}`, answered.get(account) ?? 0, owed);
  });
}

/** Batches live before one another: the figures are computed as of the end of them all. */
async function rebuildDifferences(): Promise<string[]> {
  const { rebuild } = await import('../../functions/store/rebuild/rebuild.ts');
  const differences = await rebuild({
    repair: false,
    now: LAST_MOMENT as Parameters<typeof rebuild>[0]['now'],
  });
  return differences.map((each) => JSON.stringify(each));
}
