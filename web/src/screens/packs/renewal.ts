import type { Purchase, Quota } from '../../api/queries.ts';

/** From how long before its end a pack can be renewed: as the API has it. */
const RENEWAL_WINDOW = 30 * 86_400_000;

const isNear = (end: string | null, now: number): boolean =>
  end !== null && Date.parse(end) - RENEWAL_WINDOW <= now;

/** Whether a pack can be renewed now. */
export const isDue = ({ state, endsAt, graceEndsAt, terms }: Purchase, now: number): boolean =>
  (state === 'active' || state === 'expiring') &&
  terms.durationDays !== null &&
  isNear(endsAt, now) &&
  graceEndsAt !== null &&
  Date.parse(graceEndsAt) > now;

/** The purchases whose capacity ends soon: all of them, however long ago they were bought. */
export const purchasesNearEnd = (quotas: Iterable<Quota>, now: number): readonly string[] => [
  ...new Set(
    [...quotas]
      .flatMap(({ grants }) => grants)
      .filter(({ expiresAt }) => isNear(expiresAt, now))
      .map(({ grantId }) => grantId),
  ),
];
