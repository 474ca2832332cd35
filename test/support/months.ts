import * as fc from 'fast-check';
import { burn, carryOver, expireGrantOf, type Grant } from '../../functions/domain/metering/grants.ts';
import { NOW } from './arbitraries.ts';

/** What can happen to a counter within a month. `pick` says which of the packs there are, from the first again. */
export type Deed =
  | { readonly kind: 'use'; readonly amount: number }
  | { readonly kind: 'buy'; readonly amount: number; readonly lasts: number | null }
  | { readonly kind: 'expire' | 'refund'; readonly pick: number };

export type Month = readonly Deed[];

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ kind: fc.constant('use' as const), amount: fc.integer({ min: 0, max: 900 }) }),
  fc.record({
    kind: fc.constant('buy' as const),
    amount: fc.integer({ min: 1, max: 1_000 }),
    lasts: fc.option(fc.nat(3)),
  }),
  fc.record({ kind: fc.constantFrom('expire' as const, 'refund' as const), pick: fc.nat(5) }),
);

export const months: fc.Arbitrary<Month[]> = fc.array(fc.array(deed, { maxLength: 8 }), { maxLength: 13 });

/** Where everything went, by pack. */
export interface Books {
  readonly bought: Map<string, number>;
  readonly burnt: Map<string, number>;
  readonly expired: Map<string, number>;
  readonly refunded: Map<string, number>;
  readonly left: Map<string, number>;
  used: number;
  fromFree: number;
  beyond: number;
}

/** Lives through the months as the service does: burns down, ends packs in between, carries the rest over. */
export function live(history: readonly Month[], free: number): Books {
  const books: Books = {
    bought: new Map(),
    burnt: new Map(),
    expired: new Map(),
    refunded: new Map(),
    left: new Map(),
    used: 0,
    fromFree: 0,
    beyond: 0,
  };
  let grants: readonly Grant[] = [];
  for (const month of history) {
    let used = 0;
    for (const deed of month) {
      if (deed.kind === 'use') used += deed.amount;
      else if (deed.kind === 'buy') grants = [...grants, bought(books, deed)];
      else grants = ended(books, deed, used, free, grants);
    }
    const burning = burn(used, free, grants);
    books.used += used;
    books.fromFree += burning.free;
    books.beyond += burning.beyond;
    for (const [grantId, amount] of burning.byGrant) add(books.burnt, grantId, amount);
    grants = carryOver(used, free, grants);
  }
  for (const { grantId, amount } of grants) books.left.set(grantId, amount);
  return books;
}

function bought({ bought: all }: Books, { amount, lasts }: Extract<Deed, { kind: 'buy' }>): Grant {
  const grantId = `g${all.size}`;
  all.set(grantId, amount);
  return {
    grantId,
    packType: 'cap_50',
    amount,
    expiresAt: lasts === null ? null : ((NOW + lasts) as typeof NOW),
  };
}

function ended(
  books: Books,
  { kind, pick }: Extract<Deed, { pick: number }>,
  used: number,
  free: number,
  grants: readonly Grant[],
): readonly Grant[] {
  const standing = grants.filter((grant) => !grant.ended);
  const grant = standing[pick % Math.max(1, standing.length)];
  if (!grant) return grants;
  const after = expireGrantOf(used, free, grants, grant.grantId);
  const kept = after.find(({ grantId }) => grantId === grant.grantId)?.amount ?? 0;
  add(kind === 'expire' ? books.expired : books.refunded, grant.grantId, grant.amount - kept);
  return after;
}

const add = (sums: Map<string, number>, name: string, amount: number): void => {
  sums.set(name, (sums.get(name) ?? 0) + amount);
};
