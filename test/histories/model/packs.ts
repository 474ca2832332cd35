import { DAY, HOUR, type PackTerms } from './terms.ts';

export type PackState = 'pendingPayment' | 'active' | 'expiring' | 'expired' | 'failed' | 'refunded';

/** A purchase of a pack. */
export interface PackModel {
  readonly id: string;
  readonly packType: string;
  readonly terms: PackTerms;
  state: PackState;
  startsAt: number;
  endsAt: number;
  /** How many terms are paid for. */
  paid: number;
  /** The charges of renewals that await their payment. */
  readonly renewing: Set<string>;
  /** The latest reminder, in days before the end. */
  reminded: number | null;
}

const PACK_GRACE = 72 * HOUR;
const RENEWAL_WINDOW = 30 * DAY;
const REMINDERS = [7, 1];

export const isStanding = ({ state }: PackModel): boolean => state === 'active' || state === 'expiring';

/** Whether a pack can be renewed, also beside a renewal that is pending. */
export const isRenewable = (pack: PackModel, now: number): boolean =>
  isStanding(pack) && now >= pack.endsAt - RENEWAL_WINDOW && now < pack.endsAt + PACK_GRACE;

export const mayRenew = (pack: PackModel, now: number): boolean =>
  isRenewable(pack, now) && pack.renewing.size === 0;

export interface PackStep {
  readonly at: number;
  readonly kind: 'remind' | 'end' | 'expire';
}

/** What time does to a pack next. */
export function nextStep(pack: PackModel): PackStep | null {
  if (pack.state === 'expiring') return { at: pack.endsAt + PACK_GRACE, kind: 'expire' };
  if (pack.state !== 'active') return null;
  const days = REMINDERS.find((each) => pack.reminded === null || each < pack.reminded);
  return days === undefined
    ? { at: pack.endsAt, kind: 'end' }
    : { at: pack.endsAt - days * DAY, kind: 'remind' };
}

/** Of reminders that were missed only the latest is sent, and once the pack has ended that of its end alone. */
export const reminderAt = (pack: PackModel, now: number): number =>
  now >= pack.endsAt ? 0 : Math.min(...REMINDERS.filter((days) => now >= pack.endsAt - days * DAY));
