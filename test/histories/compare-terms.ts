import { all } from '../support/paying.ts';
import type { Actor } from './actor.ts';
import { differing, LISTED, type Mismatch } from './compare.ts';

interface ChargeAnswer {
  readonly chargeId: string;
  readonly type: string;
  readonly status: string;
  readonly settledAt: string | null;
  readonly subject: {
    readonly kind: string;
    readonly meter?: string;
    readonly period?: string;
    readonly purchaseId?: string;
  };
  readonly lines: readonly { readonly period?: string; readonly amount: { readonly amount: number } }[];
}

interface Activation {
  readonly type: string;
  readonly at: string;
  readonly data: { readonly purchaseId: string };
}

/**
 * Compares the charges for overage, month by month: each month that was closed with confirmed use beyond the limit has
 * its charge, with what corrections have added to it or taken from it.
 */
export async function compareOverage(actor: Actor): Promise<Mismatch[]> {
  actor.now();
  const charges = await all<ChargeAnswer>(actor.owner, `${actor.base}/charges`);
  const answered = charges
    .filter(({ type }) => type === 'overage')
    .map(({ subject: { meter, period = '' }, lines }) =>
      linesText(
        meter,
        lines.map((line) => ({ month: (line.period ?? period).slice(0, 7), amount: line.amount.amount })),
      ),
    );
  const expected = actor.model.ledger.charges
    .filter(({ type }) => type === 'overage')
    .map(({ meter, lines }) => linesText(meter, lines));
  return differing('months of overage', answered.sort(), expected.sort());
}

/** What a charge asks for each month, and what it credits of each. */
function linesText(
  meter: string | null | undefined,
  lines: readonly { readonly month: string; readonly amount: number }[],
): string {
  const sums = new Map<string, number>();
  for (const { month, amount } of lines) {
    const name = `${month} ${amount < 0 ? 'credited' : 'asked'}`;
    sums.set(name, (sums.get(name) ?? 0) + amount);
  }
  return `${meter}: ${[...sums].map(([name, amount]) => `${name} ${amount}`).join(', ')}`;
}

/**
 * Compares, for each purchase, how often the account was notified of a term with how many terms were paid for. A term
 * that a failed refund has given back is one more. Both within the time for which notifications are listed.
 */
export async function compareActivations(actor: Actor): Promise<Mismatch[]> {
  const now = actor.now();
  const isListed = (at: string | null) => at !== null && Date.parse(at) > now - LISTED;
  const charges = await all<ChargeAnswer>(actor.owner, `${actor.base}/charges`);
  const notifications = await all<Activation>(actor.owner, `${actor.base}/notifications`);
  const paid = charges.filter(
    ({ status, settledAt }) => (status === 'succeeded' || status === 'refunded') && isListed(settledAt),
  );
  const activated = notifications.filter(({ type, at }) => type === 'pack.activated' && isListed(at));
  return differing(
    'activations',
    countBy(activated.map(({ data }) => data.purchaseId)),
    countBy([...paid.map(({ subject }) => subject.purchaseId), ...actor.model.restored]),
  );
}

function countBy(names: readonly (string | undefined)[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}
