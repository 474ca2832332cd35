import type { Instant } from '../time.ts';

/** Capacity granted by a pack, in addition to the free capacity. */
export interface Grant {
  readonly grantId: string;
  readonly packType: string;
  /** In the meter's unit. For a counter: the remaining amount at the start of the period. */
  readonly amount: number;
  readonly expiresAt: Instant | null;
  /** Expired within the period: `amount` is the consumed amount. */
  readonly ended?: true;
  /**
   * The amount carried over from a period that was still open, which its close may correct. The rest of `amount` was
   * added or removed in this period.
   */
  readonly carried?: number;
}

/** The usage consumed from each source of capacity. */
export interface Burning {
  readonly free: number;
  /** Grant id → consumed amount, in burn-down order. */
  readonly byGrant: ReadonlyMap<string, number>;
  /** Usage that no source covers: overage. */
  readonly beyond: number;
}

export const granted = (grants: readonly Grant[]): number =>
  grants.reduce((sum, grant) => sum + grant.amount, 0);

/**
 * Returns grants in burn-down order: expired ones first, because they are already consumed, then by expiry. Grants with
 * the same expiry are ordered by id, so that the result is deterministic.
 */
function inOrder(grants: readonly Grant[]): Grant[] {
  const end = (grant: Grant) => (grant.ended ? Number.NEGATIVE_INFINITY : (grant.expiresAt ?? Infinity));
  return [...grants].sort((a, b) => compare(end(a), end(b)) || (a.grantId < b.grantId ? -1 : 1));
}

const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Splits `used` over the free capacity, then the grants in burn-down order, then overage. Every unit is taken from one
 * source, and no source provides more than it has.
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

/** Returns the remaining amount of each grant for the next period. Expired grants carry nothing over. */
export function carryOver(used: number, free: number, grants: readonly Grant[]): Grant[] {
  const { byGrant } = burn(used, free, grants);
  return grants
    .filter((grant) => !grant.ended)
    .map(({ carried: _before, ...grant }) => ({
      ...grant,
      amount: grant.amount - (byGrant.get(grant.grantId) ?? 0),
    }));
}

/** Returns the initial grants of a period that starts before the previous period is closed. */
export const provisionalGrants = (left: readonly Grant[]): Grant[] =>
  left.map((grant) => ({ ...grant, carried: grant.amount }));

/** Expires a grant of a counter: keeps the consumed amount and drops the rest. */
export function expireGrantOf(
  used: number,
  free: number,
  grants: readonly Grant[],
  grantId: string,
): Grant[] {
  const burnt = burn(used, free, grants).byGrant.get(grantId) ?? 0;
  return grants.map((grant) => {
    if (grant.grantId !== grantId || grant.ended) return grant;
    const { carried } = grant;
    // Change `carried` by the same amount, so that the close of the previous period can still correct it.
    const moved = carried === undefined ? {} : { carried: carried + burnt - grant.amount };
    return { ...grant, amount: burnt, ended: true, ...moved };
  });
}

/**
 * Changes the expiry of a counter's grant and adds `more` to it. `more` is negative when a term is refunded; the
 * consumed amount always remains.
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
 * Corrects the grants of a period that started before the previous one was closed. `left` is what the previous period
 * really leaves: each grant changes by the difference to what was carried over. Purchases and renewals within the
 * period stay. Adds missing grants that `stands` confirms.
 */
export function correctCarried(
  grants: readonly Grant[],
  left: readonly Grant[],
  stands: (grantId: string) => boolean = () => false,
): Grant[] {
  const really = new Map(left.map((grant) => [grant.grantId, grant.amount]));
  const own = new Set(grants.map(({ grantId }) => grantId));
  const missing = left.filter(({ grantId }) => !own.has(grantId) && stands(grantId));
  const corrected = grants.flatMap((grant) => {
    if (grant.carried === undefined) return grant;
    const cameOver = really.get(grant.grantId);
    const change = grant.amount - grant.carried;
    // It expired in the previous period, and nothing was added to it since.
    if (cameOver === undefined && change === 0 && !grant.ended) return [];
    const amount = Math.max(0, change + (cameOver ?? 0));
    if (!grant.ended) return { ...grant, amount, carried: cameOver ?? 0 };
    // An expired grant keeps its consumed amount, as far as the amount existed.
    const consumed = Math.min(grant.amount, amount);
    return { ...grant, amount: consumed, carried: consumed - change };
  });
  return [...corrected, ...provisionalGrants(missing)];
}

/**
 * Returns the grants of the next period, started early by an event, after a change of the current period that leaves
 * `left`. The result is the same as if the event had arrived after the change.
 */
export function restartedGrants(grants: readonly Grant[], left: readonly Grant[]): Grant[] {
  const ends = new Map(left.map((grant) => [grant.grantId, grant.expiresAt]));
  return correctCarried(grants, left, () => true).map((grant) => {
    const end = ends.get(grant.grantId);
    return end === undefined || grant.ended ? grant : { ...grant, expiresAt: end };
  });
}
