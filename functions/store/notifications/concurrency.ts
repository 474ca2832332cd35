import { randomBytes } from 'node:crypto';
import { CONCURRENCY_LEASE, type ConcurrencyLimits } from '../../domain/notifications/concurrency.ts';
import type { WebhookOwner } from '../../domain/notifications/deliveries.ts';
import { type Instant, plus } from '../../domain/time.ts';
import { endpointKey, sendingKey } from '../keys.ts';
import { conditionalWrite } from '../table/conditional-write.ts';

/** Identifies a worker's concurrency slot and its expiry: `<epoch ms>.<random>`. */
export type ConcurrencySlot = string;

/**
 * Each slot twice: in the set of the owner, and in that of its endpoint. Sets, so that a repetition changes nothing.
 */
interface SendingItem {
  readonly all?: Set<ConcurrencySlot>;
  readonly [endpointId: string]: unknown;
}

const hasRoom = (path: string, most: string) => `(attribute_not_exists(${path}) OR size(${path}) < ${most})`;

/** A slot, or what has none free: the endpoint alone, or the owner and so every endpoint. */
export type Taken = { readonly place: ConcurrencySlot } | { readonly full: 'endpoint' | 'owner' };

/**
 * Takes a concurrency slot for sending to an endpoint, for half a minute at most. `now` is the wall clock. One write, 1
 * WRU per started KB; two more if slots of killed workers are in the way. Promise: never more slots than `most`,
 * because the sizes of both sets are the counts.
 */
export async function takeConcurrencySlot(
  owner: WebhookOwner,
  endpointId: string,
  most: ConcurrencyLimits,
  now: Instant,
): Promise<Taken> {
  const place = `${plus(now, CONCURRENCY_LEASE)}.${randomBytes(6).toString('hex')}`;
  const enter = async (): Promise<{ readonly taken: Taken; readonly item: SendingItem }> => {
    const { kind, item = {} } = await conditionalWrite<SendingItem>({
      key: sendingKey(owner),
      update: 'ADD #all :place, #endpoint :place',
      when: [hasRoom('#all', ':owner'), hasRoom('#endpoint', ':endpoint')],
      names: { '#all': 'all', '#endpoint': endpointId },
      values: { ':place': new Set([place]), ':owner': most.owner, ':endpoint': most.endpoint },
    });
    // A lost response: the SDK's retry was refused because its first try had taken this slot.
    if (kind === 'done' || item.all?.has(place)) return { taken: { place }, item };
    return { taken: { full: (item.all?.size ?? 0) < most.owner ? 'endpoint' : 'owner' }, item };
  };
  const { taken, item } = await enter();
  return 'full' in taken && (await freeExpired(owner, item, now)) ? (await enter()).taken : taken;
}

/** Releases a concurrency slot. One write, 1 WRU per started KB; may be repeated, also after the slot has expired. */
export async function releaseConcurrencySlot(
  owner: WebhookOwner,
  endpointId: string,
  place: ConcurrencySlot,
): Promise<void> {
  await conditionalWrite({
    key: sendingKey(owner),
    update: 'DELETE #all :place, #endpoint :place',
    when: ['attribute_exists(pk)'],
    names: { '#all': 'all', '#endpoint': endpointId },
    values: { ':place': new Set([place]) },
  });
}

/** Releases slots that killed workers left, at all endpoints of the owner. Returns whether there were any. */
async function freeExpired(owner: WebhookOwner, item: SendingItem, now: Instant): Promise<boolean> {
  const expired = [...(item.all ?? [])].filter((place) => Number.parseInt(place, 10) <= now);
  if (expired.length === 0) return false;
  const sets = Object.keys(item).filter((name) => item[name] instanceof Set);
  await conditionalWrite({
    key: sendingKey(owner),
    update: `DELETE ${sets.map((_, index) => `#s${index} :expired`).join(', ')}`,
    when: ['attribute_exists(pk)'],
    names: Object.fromEntries(sets.map((name, index) => [`#s${index}`, name])),
    values: { ':expired': new Set(expired) },
  });
  return true;
}

/** How often a test event or a replay may be requested at one endpoint, in milliseconds. */
const TURN = 1_000;

/**
 * Claims the single test event or replay per second of an endpoint. `now` is the wall clock. Returns false if it is
 * taken. One write, 1 WRU per started KB.
 */
export async function claimTurn(owner: WebhookOwner, endpointId: string, now: Instant): Promise<boolean> {
  const tried = await conditionalWrite({
    key: endpointKey(owner, endpointId),
    update: 'SET turnAt = :now',
    when: ['attribute_exists(pk)', '(attribute_not_exists(turnAt) OR turnAt <= :before)'],
    values: { ':now': now, ':before': plus(now, -TURN) },
  });
  return tried.kind === 'done';
}
