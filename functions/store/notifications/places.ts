import { randomBytes } from 'node:crypto';
import type { WebhookOwner } from '../../domain/notifications/deliveries.ts';
import { PLACE_LEASE, type Places } from '../../domain/notifications/places.ts';
import { type Instant, plus } from '../../domain/time.ts';
import { endpointKey, sendingKey } from '../keys.ts';
import { conditionalWrite } from '../table/conditional-write.ts';

/** Names one worker's place, and says until when it is held: `<epoch ms>.<random>`. */
export type Place = string;

/** Every place twice: among all of the owner, and under the id of its endpoint. Sets, so that a repetition changes nothing. */
interface SendingItem {
  readonly all?: Set<Place>;
  readonly [endpointId: string]: unknown;
}

const hasRoom = (path: string, most: string) => `(attribute_not_exists(${path}) OR size(${path}) < ${most})`;

/** A place, or what has no place free: the endpoint alone, or its owner and so every endpoint. */
export type Taken = { readonly place: Place } | { readonly full: 'endpoint' | 'owner' };

/**
 * Takes a place to send to an endpoint, for half a minute at most. `now` is the wall clock's.
 * One write, 1 WRU a started KB; two more when places of killed workers are in the way. Promise: never more places than
 * `most`, because the sizes of both sets are the counts.
 */
export async function takePlace(
  owner: WebhookOwner,
  endpointId: string,
  most: Places,
  now: Instant,
): Promise<Taken> {
  const place = `${plus(now, PLACE_LEASE)}.${randomBytes(6).toString('hex')}`;
  const enter = async (): Promise<{ readonly taken: Taken; readonly item: SendingItem }> => {
    const { kind, item = {} } = await conditionalWrite<SendingItem>({
      key: sendingKey(owner),
      update: 'ADD #all :place, #endpoint :place',
      when: [hasRoom('#all', ':owner'), hasRoom('#endpoint', ':endpoint')],
      names: { '#all': 'all', '#endpoint': endpointId },
      values: { ':place': new Set([place]), ':owner': most.owner, ':endpoint': most.endpoint },
    });
    // A lost answer: the retry was refused because the first try had taken this place.
    if (kind === 'done' || item.all?.has(place)) return { taken: { place }, item };
    return { taken: { full: (item.all?.size ?? 0) < most.owner ? 'endpoint' : 'owner' }, item };
  };
  const { taken, item } = await enter();
  return 'full' in taken && (await freeExpired(owner, item, now)) ? (await enter()).taken : taken;
}

/** Releases a place. One write, 1 WRU a started KB; it may run twice, or after the place has expired. */
export async function leavePlace(owner: WebhookOwner, endpointId: string, place: Place): Promise<void> {
  await conditionalWrite({
    key: sendingKey(owner),
    update: 'DELETE #all :place, #endpoint :place',
    when: ['attribute_exists(pk)'],
    names: { '#all': 'all', '#endpoint': endpointId },
    values: { ':place': new Set([place]) },
  });
}

/** Frees the places that killed workers left, at every endpoint of the owner. Returns whether there were any. */
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

/** How often a test event or a replay may be asked for at one endpoint, in milliseconds. */
const TURN = 1_000;

/**
 * Claims the one test event or replay a second that an endpoint has. `now` is the wall clock's. Returns false when it is taken.
 * One write, 1 WRU a started KB.
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
