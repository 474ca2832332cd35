import type { AccountId } from '../domain/accounts.ts';
import type { CloudEvent, FactType } from '../domain/events.ts';
import { findMeter } from '../domain/meters.ts';
import { moneyText } from '../domain/money.ts';
import type { Endpoint } from '../domain/notifications/deliveries.ts';
import { amountOf, type Facts, facts, timeOf } from './figures.ts';

export interface Mail {
  readonly subject: string;
  readonly text: string;
}

/** What happened, in one line and in a sentence or two, and what to do about it. */
interface Letter {
  readonly subject: string;
  readonly happened: string;
  readonly advice: string;
}

const titleOf = ({ meter }: Facts): string => findMeter(meter ?? '')?.title ?? meter ?? 'A quota';
const unitOf = ({ meter, unit }: Facts): string | undefined => unit ?? findMeter(meter ?? '')?.unit;

/** `4 GB of 5 GB (80 %)`, as far as it is known. */
function useOf(data: Facts): string {
  const { used, limit, percent } = data;
  const share = percent === undefined ? '' : ` (${Math.floor(percent)} %)`;
  return `${amountOf(used, unitOf(data))} of ${amountOf(limit, unitOf(data))}${share}`;
}

const packOf = ({ name, packType }: Facts): string => name ?? packType ?? 'A pack';
const chargeOf = ({ charge }: Facts): string => charge?.chargeId ?? 'without a number';
const sumOf = ({ charge }: Facts): string => (charge?.amount ? moneyText(charge.amount) : 'An amount');
const because = (reason: string | undefined): string => (reason ? ` Reason: ${reason}.` : '');

function withinDays({ daysLeft }: Facts): string {
  if (daysLeft === undefined) return 'soon';
  return daysLeft === 1 ? 'in 1 day' : `in ${daysLeft} days`;
}

function overageOf(data: Facts): string {
  const { amount, charge } = data;
  const used = typeof amount === 'number' ? ` You used ${amountOf(amount, unitOf(data))} beyond it.` : '';
  const price = charge?.amount ?? (typeof amount === 'object' ? amount : undefined);
  return price ? `${used} It costs ${moneyText(price)}.` : used;
}

const letters: Partial<Readonly<Record<FactType, (data: Facts) => Letter>>> = {
  'quota.warning': (data) => ({
    subject: `${titleOf(data)} is nearly used up`,
    happened: `You have used ${useOf(data)}; ${amountOf(data.remaining, unitOf(data))} are left.`,
    advice: 'Buy a pack before it is used up, or free what you do not need.',
  }),
  'quota.exceeded': (data) => ({
    subject: `${titleOf(data)} is used up`,
    happened: `You have used ${useOf(data)}. What goes beyond is refused from now on.`,
    advice: 'Buy a pack, or confirm use beyond the limit.',
  }),
  'overage.confirmation-required': (data) => ({
    subject: `${titleOf(data)}: please confirm use beyond the limit`,
    happened:
      typeof data.beyond === 'number'
        ? `A new month has begun, and you use ${amountOf(data.beyond, unitOf(data))} more than your limit. Your files stay, but you can add none.`
        : `Your limit is reached, and more is asked for.${overageOf(data)}`,
    advice:
      'Buy a pack, delete what you do not need, or get a quote and confirm it. Nothing beyond the limit is charged until you confirm.',
  }),
  'overage.closed': (data) => ({
    subject: `${titleOf(data)}: use beyond the limit was charged`,
    happened: `The period has ended.${overageOf(data)}`,
    advice: 'Nothing, if the charge is paid. Confirm anew to go beyond the limit in the next period.',
  }),
  'pack.activated': (data) => ({
    subject: `${packOf(data)} is active`,
    happened: `${packOf(data)} is yours${data.endsAt ? ` until ${timeOf(data.endsAt)}` : ''}.`,
    advice: 'Nothing. It does not renew by itself; we remind you before it ends.',
  }),
  'pack.expiring': (data) => ({
    subject: `${packOf(data)} ends ${withinDays(data)}`,
    happened: `${packOf(data)} ends at ${timeOf(data.endsAt)}. Its capacity stays until ${timeOf(data.graceEndsAt)}.`,
    advice: 'Renew it if you want to keep it. It does not renew by itself.',
  }),
  'pack.expired': (data) => ({
    subject: `${packOf(data)} has ended`,
    happened: `${packOf(data)} has ended, and its capacity with it. Nothing of yours was deleted.`,
    advice: 'Buy a pack if you use more than you have now; until then new use is refused.',
  }),
  'slots.over-limit': (data) => ({
    subject: 'More job slots are in use than you have',
    happened: `${amountOf(data.active, 'slot')} are in use, ${amountOf(data.limit, 'slot')} are yours. In use by: ${data.slots?.slice(0, 20).join(', ') || 'unknown jobs'}.`,
    advice: `Buy slots or release some by ${timeOf(data.releaseAt)}; then the newest are released.`,
  }),
  'slot.released': (data) => ({
    subject: 'A job slot was released',
    happened: `The slot of ${data.jobId ?? 'a job'} was released.${because(data.reason)}`,
    advice: 'Allocate a slot again if the job is still to run.',
  }),
  'charge.succeeded': (data) => ({
    subject: `Payment received: ${sumOf(data)}`,
    happened: `${sumOf(data)} was paid (charge ${chargeOf(data)}).`,
    advice: 'Nothing. Keep this for your records.',
  }),
  'charge.failed': (data) => ({
    subject: `Payment failed: ${sumOf(data)}`,
    happened: `${sumOf(data)} could not be charged (charge ${chargeOf(data)}).${because(data.charge?.reason)}`,
    advice: 'Try again with another payment method.',
  }),
  'charge.refunded': (data) => ({
    subject: `Refund: ${sumOf(data)}`,
    happened: `${sumOf(data)} goes back to you (charge ${chargeOf(data)}).${because(data.charge?.reason)}`,
    advice: 'Nothing. It takes your bank a few days.',
  }),
  'charge.payment-due': (data) => ({
    subject: `Payment due by ${timeOf(data.dueAt)}: ${sumOf(data)}`,
    happened: `Charge ${chargeOf(data)} of ${sumOf(data)} is due by ${timeOf(data.dueAt)}. If it is not paid by then, your account is suspended: you can reserve, upload and allocate nothing until it is paid. Nothing is deleted.`,
    advice: 'Pay the charge on the Charges page.',
  }),
  'account.suspended': (data) => ({
    subject: 'Your account is suspended',
    happened: `Your account has an overdue charge (${data.charges?.slice(0, 5).join(', ') ?? 'see Charges'}). You can reserve, upload and allocate nothing. Nothing is deleted.`,
    advice: 'Pay the overdue charge. Service is restored immediately.',
  }),
  'account.restored': () => ({
    subject: 'Your account is restored',
    happened: 'No charge of your account is overdue any more. You can use the service again.',
    advice: 'Nothing.',
  }),
  'theme.validated': (data) =>
    data.state === 'passed'
      ? {
          subject: `${data.name ?? 'Your theme'} was checked`,
          happened: `The package of ${data.name ?? 'your theme'} passed every check.`,
          advice: 'Nothing. We look at it, and put it on sale when we approve it.',
        }
      : {
          subject: `${data.name ?? 'Your theme'} did not pass its checks`,
          happened: `The package of ${data.name ?? 'your theme'} was checked, and did not pass.`,
          advice: 'See what its checks found, mend it, and upload it again.',
        },
};

/** The mail that tells of a fact; undefined for those that nobody is written about. */
export function mailOf(fact: CloudEvent): Mail | undefined {
  const data = facts.parse(fact.data);
  // Slots are taken and given back all day: that the last one is taken is no news to who took it.
  if (fact.type.startsWith('quota.') && unitOf(data) === 'slot') return undefined;
  const letter = letters[fact.type]?.(data);
  return letter && mailFrom(fact.subject, letter);
}

const oncePerDay: readonly FactType[] = ['quota.warning', 'quota.exceeded', 'overage.confirmation-required'];

/**
 * What a mail is sent once for: an event, or, for quota alerts, the meter and the UTC day of the event. The day is
 * the same at every delivery of an event, since its time is.
 */
export function mailIdOf({ id, type, time, data }: CloudEvent): string {
  const { meter } = facts.parse(data);
  return meter !== undefined && oncePerDay.includes(type) ? `${type} ${meter} ${time.slice(0, 10)}` : id;
}

/** The mail that tells that an endpoint gets no more webhooks. */
export function disabledMail(account: AccountId, { endpointId, url, disabled }: Endpoint): Mail {
  return mailFrom(account, {
    subject: 'A webhook endpoint was disabled',
    happened: `${new URL(url).host} (${endpointId}) gets no more webhooks. ${disabled?.reason ?? ''}`,
    advice: 'Mend it, set its state to active, and replay the deliveries that it missed.',
  });
}

const mailFrom = (account: AccountId, { subject, happened, advice }: Letter): Mail => ({
  subject: oneLine(`${subject} (${account})`),
  text: `${oneLine(happened)}\n\nWhat to do: ${oneLine(advice)}\n\nAccount: ${account}\n`,
});

/** Names that others gave may hold anything: no line of theirs becomes a line of ours. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
