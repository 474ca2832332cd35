import type { AccountId } from '../domain/accounts.ts';
import type { CloudEvent, EventType } from '../domain/events.ts';
import { findMeter } from '../domain/meters.ts';
import { moneyText } from '../domain/money.ts';
import type { Endpoint } from '../domain/notifications/deliveries.ts';
import { amountOf, type EventData, eventData, timeOf } from './figures.ts';

export interface Mail {
  readonly subject: string;
  readonly text: string;
}

/** The parts of a mail: what happened, in a subject and in a sentence or two, and what to do. */
interface Content {
  readonly subject: string;
  readonly happened: string;
  readonly advice: string;
}

const titleOf = ({ meter }: EventData): string => findMeter(meter ?? '')?.title ?? meter ?? 'A quota';
const unitOf = ({ meter, unit }: EventData): string | undefined => unit ?? findMeter(meter ?? '')?.unit;

/** Formats usage: `4 GB of 5 GB (80 %)`, as far as the data is known. */
function useOf(data: EventData): string {
  const { used, limit, percent } = data;
  const share = percent === undefined ? '' : ` (${Math.floor(percent)} %)`;
  return `${amountOf(used, unitOf(data))} of ${amountOf(limit, unitOf(data))}${share}`;
}

const packOf = ({ name, packType }: EventData): string => name ?? packType ?? 'A pack';
const chargeOf = ({ charge }: EventData): string => charge?.chargeId ?? 'without a number';
const sumOf = ({ charge }: EventData): string => (charge?.amount ? moneyText(charge.amount) : 'An amount');
const because = (reason: string | undefined): string => (reason ? ` Reason: ${reason}.` : '');

function withinDays({ daysLeft }: EventData): string {
  if (daysLeft === undefined) return 'soon';
  return daysLeft === 1 ? 'in 1 day' : `in ${daysLeft} days`;
}

function overageOf(data: EventData): string {
  const { amount, charge } = data;
  const used = typeof amount === 'number' ? ` Your overage is ${amountOf(amount, unitOf(data))}.` : '';
  const price = charge?.amount ?? (typeof amount === 'object' ? amount : undefined);
  return price ? `${used} It costs ${moneyText(price)}.` : used;
}

const contents: Partial<Readonly<Record<EventType, (data: EventData) => Content>>> = {
  'quota.warning': (data) => ({
    subject: `${titleOf(data)}: quota nearly used up`,
    happened: `You have used ${useOf(data)}. ${amountOf(data.remaining, unitOf(data))} remaining.`,
    advice: 'Buy a pack, or delete what you do not need.',
  }),
  'quota.exceeded': (data) => ({
    subject: `${titleOf(data)}: quota exceeded`,
    happened: `You have used ${useOf(data)}. Further usage is rejected.`,
    advice: 'Buy a pack, or confirm overage.',
  }),
  'overage.confirmation-required': (data) => ({
    subject: `${titleOf(data)}: confirm overage`,
    happened:
      typeof data.beyond === 'number'
        ? `A new month has begun, and your usage is ${amountOf(data.beyond, unitOf(data))} above your limit. Your files are kept, but you cannot add more.`
        : `You have reached your limit.${overageOf(data)}`,
    advice:
      'Buy a pack, delete what you do not need, or request a quote and confirm it. Overage is charged only after you confirm it.',
  }),
  'overage.closed': (data) => ({
    subject: `${titleOf(data)}: overage charged`,
    happened: `The billing period has ended.${overageOf(data)}`,
    advice:
      'Pay the charge if it is outstanding. Confirm overage again to exceed the limit in the next period.',
  }),
  'pack.activated': (data) => ({
    subject: `${packOf(data)} is active`,
    happened: `${packOf(data)} is active${data.endsAt ? ` until ${timeOf(data.endsAt)}` : ''}.`,
    advice: 'No action needed. Packs do not renew automatically. We send a reminder before the pack expires.',
  }),
  'pack.expiring': (data) => ({
    subject: `${packOf(data)} expires ${withinDays(data)}`,
    happened: `${packOf(data)} expires at ${timeOf(data.endsAt)}. Its capacity remains until ${timeOf(data.graceEndsAt)}.`,
    advice: 'Renew the pack to keep its capacity. Packs do not renew automatically.',
  }),
  'pack.expired': (data) => ({
    subject: `${packOf(data)} has expired`,
    happened: `${packOf(data)} has expired and no longer adds capacity. Nothing was deleted.`,
    advice: 'Buy a pack if your usage is above your limit. Until then further usage is rejected.',
  }),
  'slots.over-limit': (data) => ({
    subject: 'Job slots: more in use than your limit',
    happened: `${amountOf(data.active, 'slot')} in use, your limit is ${amountOf(data.limit, 'slot')}. Job postings: ${data.slots?.slice(0, 20).join(', ') || 'unknown'}.`,
    advice: `Buy job slots or release some by ${timeOf(data.releaseAt)}. After that the newest slots are released.`,
  }),
  'slot.released': (data) => ({
    subject: 'A job slot was released',
    happened: `The job slot of posting ${data.jobId ?? '(unknown)'} was released.${because(data.reason)}`,
    advice: 'Allocate a slot again if the posting is still open.',
  }),
  'charge.succeeded': (data) => ({
    subject: `Payment received: ${sumOf(data)}`,
    happened: `${sumOf(data)} was paid (charge ${chargeOf(data)}).`,
    advice: 'No action needed. Keep this mail for your records.',
  }),
  'charge.failed': (data) => ({
    subject: `Payment failed: ${sumOf(data)}`,
    happened: `${sumOf(data)} could not be charged (charge ${chargeOf(data)}).${because(data.charge?.reason)}`,
    advice: 'Pay again with another payment method.',
  }),
  'charge.refunded': (data) => ({
    subject: `Refund: ${sumOf(data)}`,
    happened: `${sumOf(data)} is refunded to you (charge ${chargeOf(data)}).${because(data.charge?.reason)}`,
    advice: 'No action needed. Your bank may take a few days.',
  }),
  'charge.payment-due': (data) => ({
    subject: `Payment due by ${timeOf(data.dueAt)}: ${sumOf(data)}`,
    happened: `Charge ${chargeOf(data)} of ${sumOf(data)} is due by ${timeOf(data.dueAt)}. If it is not paid by then, your account is suspended: you cannot reserve, upload or allocate until it is paid. Nothing is deleted.`,
    advice: 'Pay the charge on the Charges page.',
  }),
  'account.suspended': (data) => ({
    subject: 'Your account is suspended',
    happened: `Your account has an overdue charge (${data.charges?.slice(0, 5).join(', ') ?? 'see Charges'}). You cannot reserve, upload or allocate. Nothing is deleted.`,
    advice: 'Pay the overdue charge. Service is restored immediately.',
  }),
  'account.restored': () => ({
    subject: 'Your account is restored',
    happened: 'Your account has no overdue charges. All services are available again.',
    advice: 'No action needed.',
  }),
  'theme.validated': (data) =>
    data.state === 'passed'
      ? {
          subject: `${data.name ?? 'Your theme'} passed validation`,
          happened: `The package of ${data.name ?? 'your theme'} passed all checks.`,
          advice: 'No action needed. We review the theme, and it goes on sale once it is approved.',
        }
      : {
          subject: `${data.name ?? 'Your theme'} failed validation`,
          happened: `The package of ${data.name ?? 'your theme'} failed one or more checks.`,
          advice: 'Read the results of the checks, fix the package, and upload it again.',
        },
};

/** Composes the mail about an event; undefined for types that send no mail. */
export function mailOf(event: CloudEvent): Mail | undefined {
  const data = eventData.parse(event.data);
  // Slots are allocated and released all day, so their quota events send no mail.
  if (event.type.startsWith('quota.') && unitOf(data) === 'slot') return undefined;
  const content = contents[event.type]?.(data);
  return content && mailFrom(event.subject, content);
}

const oncePerDay: readonly EventType[] = ['quota.warning', 'quota.exceeded', 'overage.confirmation-required'];

/**
 * Returns the id under which a mail is sent once: the event, or for quota alerts the meter and the UTC day of the
 * event. An event has the same time at every delivery, so the day is stable.
 */
export function mailIdOf({ id, type, time, data }: CloudEvent): string {
  const { meter } = eventData.parse(data);
  return meter !== undefined && oncePerDay.includes(type) ? `${type} ${meter} ${time.slice(0, 10)}` : id;
}

/** Composes the mail about a disabled endpoint. */
export function disabledMail(account: AccountId, { endpointId, url, disabled }: Endpoint): Mail {
  return mailFrom(account, {
    subject: 'A webhook endpoint was disabled',
    happened: `${new URL(url).host} (${endpointId}) receives no more webhooks. ${disabled?.reason ?? ''}`,
    advice: 'Fix the endpoint, set its state to active, and replay the missed deliveries.',
  });
}

const mailFrom = (account: AccountId, { subject, happened, advice }: Content): Mail => ({
  subject: oneLine(`${subject} (${account})`),
  text: `${oneLine(happened)}\n\nWhat to do: ${oneLine(advice)}\n\nAccount: ${account}\n`,
});

/** Replaces line breaks in names that customers chose, so that a name cannot add lines to a mail. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
