import type { Instant } from './time.ts';

/** Capacity that was added to what is free. */
export interface Grant {
  readonly grantId: string;
  readonly packType: string;
  /** In the meter's unit. Of a counter: what was left of it when the period began. */
  readonly amount: number;
  readonly expiresAt: Instant | null;
  /** Ended in mid-period: `amount` is what was burnt of it until then. */
  readonly ended?: true;
  /** What of it came over from a period that was still open: its close may correct that. */
  readonly carried?: number;
}

/** How use is spread over the sources of capacity. */
export interface Burning {
  readonly free: number;
  /** Grant id → what was burnt of it. In the order of burning. */
  readonly byGrant: ReadonlyMap<string, number>;
  /** What no source covers. */
  readonly beyond: number;
}

export const granted = (grants: readonly Grant[]): number =>
  grants.reduce((sum, grant) => sum + grant.amount, 0);

/**
 * The order of burning: what has ended comes first, because it is burnt already; then what ends first. Grants that
 * end together burn in the order of their ids, so that the answer depends on nothing else.
 */
export function inOrder(grants: readonly Grant[]): Grant[] {
  const end = (grant: Grant) => (grant.ended ? Number.NEGATIVE_INFINITY : (grant.expiresAt ?? Infinity));
  return [...grants].sort((a, b) => compare(end(a), end(b)) || (a.grantId < b.grantId ? -1 : 1));
}

const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Burns `used` down: what is free, then the grants in their order, then beyond. Every unit comes from one source,
 * and none gives more than it has.
 */
export function burn(used: number, free: number, grants: readonly Grant[]): Burning {
  let rest = used;
  const take = (from: number): number => {
    const taken = Math.min(rest, Math.max(0, from));
    rest -= taken;
    return taken;
  };
  const fromFree = take(free);
  const byGrant = new Map(inOrder(grants).map((grant) => [grant.grantId, take(grant.amount)]));
  return { free: fromFree, byGrant, beyond: rest };
}

/** What is left of each grant for the next period: what has ended carries nothing over. */
export function carryOver(used: number, free: number, grants: readonly Grant[]): Grant[] {
  const { byGrant } = burn(used, free, grants);
  return grants
    .filter((grant) => !grant.ended)
    .map(({ carried: _before, ...grant }) => ({
      ...grant,
      amount: grant.amount - (byGrant.get(grant.grantId) ?? 0),
    }));
}

/** Grants as a period begins with them that is begun before the one before it is closed. */
export const begunWith = (left: readonly Grant[]): Grant[] =>
  left.map((grant) => ({ ...grant, carried: grant.amount }));

/** A grant of a counter that ends now: it keeps what was burnt of it, and its rest is gone. */
export function endGrantOf(used: number, free: number, grants: readonly Grant[], grantId: string): Grant[] {
  const burnt = burn(used, free, grants).byGrant.get(grantId) ?? 0;
  return grants.map((grant) =>
    grant.grantId === grantId && !grant.ended ? { ...grant, amount: burnt, ended: true } : grant,
  );
}

/**
 * A grant of a counter with another end and `more` in it; less, when a term is given back, but never less than what
 * was burnt of it.
 */
export function extendGrantOf(
  used: number,
  free: number,
  grants: readonly Grant[],
  { grantId, amount: more, expiresAt }: Pick<Grant, 'grantId' | 'amount' | 'expiresAt'>,
): Grant[] {
  const burnt = burn(used, free, grants).byGrant.get(grantId) ?? 0;
  return grants.map((grant) =>
    grant.grantId === grantId && !grant.ended
      ? { ...grant, amount: Math.max(burnt, grant.amount + more), expiresAt }
      : grant,
  );
}

/**
 * The grants of a period that was begun before the one before it was closed, corrected by what the close found: each
 * has as much less (or more) as less came over than was thought. What was bought or renewed since stays as it is.
 */
export function correctCarried(grants: readonly Grant[], left: ReadonlyMap<string, number>): Grant[] {
  return grants.map((grant) => {
    const really = left.get(grant.grantId);
    if (grant.carried === undefined || really === undefined) return grant;
    const amount = Math.max(0, grant.amount + really - grant.carried);
    // What has ended keeps what was burnt of it, if that was there.
    const kept = grant.ended ? Math.min(grant.amount, Math.max(really, amount)) : amount;
    return { ...grant, amount: kept, carried: really };
  });
}
