import { type Grant, untouched } from '../domain/balances.ts';
import { type Attempt, attempt, untilDecided } from './attempt.ts';
import { type BalanceRef, keyOf } from './balances.ts';
import { type BalanceItem, type SlotsItem, writeGrant } from './items.ts';

/**
 * Adds capacity to a balance, or slots to a company. Once for each grant id while it stands: whether it may be
 * given again after it was ended is for the caller to know.
 * One write; two more at most on a balance that was never touched or had no grant yet.
 */
export async function addGrant(ref: BalanceRef, grant: Grant): Promise<void> {
  await untilDecided(async () => {
    const tried = await attempt<BalanceItem | SlotsItem>({
      key: keyOf(ref),
      update: 'SET grants.#grant = :grant, #moved = #moved + :amount',
      when: ['attribute_exists(grants)', 'attribute_not_exists(grants.#grant)'],
      names: { '#grant': grant.grantId, '#moved': movedBy(ref) },
      values: { ':grant': writeGrant(grant), ':amount': grant.amount },
    });
    if (tried.kind === 'done' || tried.item?.grants?.[grant.grantId]) return true;
    await attempt(tried.item ? makeRoomForGrants(ref) : open(ref));
    return undefined;
  });
}

/** Takes capacity back; what is used or held beyond the new limit stays. Once for each grant id. One write. */
export async function endGrant(ref: BalanceRef, grant: Grant): Promise<void> {
  await attempt({
    key: keyOf(ref),
    update: 'SET #moved = #moved - :amount REMOVE grants.#grant',
    when: ['attribute_exists(grants.#grant)'],
    names: { '#grant': grant.grantId, '#moved': movedBy(ref) },
    values: { ':amount': grant.amount },
  });
}

/** What a grant moves: the limit of slots, or what is left of a balance. */
const movedBy = (ref: BalanceRef): 'limit' | 'left' => (ref.meter.kind === 'slots' ? 'limit' : 'left');

const makeRoomForGrants = (ref: BalanceRef): Attempt => ({
  key: keyOf(ref),
  update: 'SET grants = :empty',
  when: ['attribute_exists(pk)', 'attribute_not_exists(grants)'],
  values: { ':empty': {} },
});

function open(ref: BalanceRef): Attempt {
  const isSlots = ref.meter.kind === 'slots';
  return {
    key: keyOf(ref),
    update: `SET grants = :empty, #moved = :free, ${isSlots ? 'slots = :empty' : 'used = :zero, rev = :zero'}`,
    when: ['attribute_not_exists(pk)'],
    names: { '#moved': movedBy(ref) },
    values: { ':empty': {}, ':free': untouched(ref.meter).left, ...(isSlots ? {} : { ':zero': 0 }) },
  };
}
