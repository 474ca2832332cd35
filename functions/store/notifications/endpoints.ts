import { randomUUID } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { EventType } from '../../domain/events.ts';
import {
  type Endpoint,
  type EndpointState,
  MOST_ENDPOINTS,
  MOST_PREVIOUS_SECRETS,
  PLATFORM,
  type PreviousSecret,
  SECRET_OVERLAP,
  type WebhookOwner,
} from '../../domain/notifications/deliveries.ts';
import { type Instant, plus } from '../../domain/time.ts';
import { type Actor, type AuditLine, addAudit } from '../audit/audit.ts';
import { ENDPOINT_SK } from '../key-prefixes.ts';
import { endpointKey, endpointRosterKey, ofAccount } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { conditionalWrite, RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { type Listed, type ListPart, listItems } from '../table/list.ts';
import { requireKnownSchema } from '../table/schema-version.ts';
import { Transaction } from '../table/transaction.ts';
import { type CircuitItem, readCircuit } from './circuits.ts';

/** Failed deliveries are stored by id, so that one reported twice counts once. */
interface EndpointItem
  extends Omit<Endpoint, 'givenUp' | 'disabled' | 'previousSecrets' | 'circuit'>,
    CircuitItem {
  readonly disabled?: Endpoint['disabled'];
  readonly previousSecrets?: readonly PreviousSecret[];
  /** The operation that rotated the secret, so that a retry finds its own. */
  readonly rotation?: string;
  readonly givenUp?: Set<string>;
}

function read(item: EndpointItem): Endpoint {
  requireKnownSchema(item);
  return {
    endpointId: item.endpointId,
    url: item.url,
    events: item.events,
    secret: item.secret,
    previousSecrets: item.previousSecrets ?? [],
    state: item.state,
    createdAt: item.createdAt,
    disabled: item.disabled ?? null,
    givenUp: item.givenUp?.size ?? 0,
    circuit: readCircuit(item),
  };
}

export type NewEndpoint = Pick<Endpoint, 'endpointId' | 'url' | 'events' | 'secret' | 'createdAt'>;

/** `made`: it exists, by this call or an earlier attempt of it; returns the stored endpoint. */
export type Making = { readonly kind: 'made'; readonly endpoint: Endpoint } | { readonly kind: 'full' };

/**
 * Creates an endpoint, once. One transaction with its audit line, 6 WRU. Promise: never more than MOST_ENDPOINTS per
 * account, because the roster's size is its count.
 */
export async function makeEndpoint(
  account: WebhookOwner,
  endpoint: NewEndpoint,
  by: string,
): Promise<Making> {
  const { endpointId, createdAt: at } = endpoint;
  const item: EndpointItem = { ...endpoint, state: 'active' };
  const transaction = new Transaction();
  transaction.put({ ...endpointKey(account, endpointId), ...item }, { when: ['attribute_not_exists(pk)'] });
  transaction.update(endpointRosterKey(account), {
    add: ['ids :one'],
    when: ['(attribute_not_exists(ids) OR size(ids) < :most)'],
    values: { ':one': new Set([endpointId]), ':most': MOST_ENDPOINTS },
  });
  audit(transaction, account, endpointId, { by, at }, 'created', shownOf(endpoint));
  if (await transaction.commit()) return { kind: 'made', endpoint: read(item) };
  const made = await findEndpoint(account, endpointId);
  return made ? { kind: 'made', endpoint: made } : { kind: 'full' };
}

interface ShownChanges extends Omit<EndpointChanges, 'state'> {
  readonly state?: EndpointState | undefined;
}

/**
 * Returns what the audit line shows. Audit lines are permanent, so it contains only the host: a URL may contain a
 * secret.
 */
const shownOf = ({ url, events, state }: ShownChanges) => ({
  ...(url !== undefined && { host: new URL(url).host }),
  ...(events !== undefined && { events }),
  ...(state !== undefined && { state }),
});

function audit(
  transaction: Transaction,
  owner: WebhookOwner,
  endpointId: string,
  actor: Actor,
  what: 'created' | 'changed' | 'rotated' | 'removed',
  detail?: AuditLine['detail'],
): void {
  addAudit(transaction, {
    ...actor,
    // The endpoint's own condition makes the change once, so the line's id may be random.
    id: `${endpointId}.${what}.${randomUUID()}`,
    action: `webhook-endpoint.${what}`,
    account: owner === PLATFORM ? null : owner,
    target: endpointId,
    reason: null,
    ...(detail && { detail }),
  });
}

/** Loads an endpoint. One consistent read. */
export async function findEndpoint(account: WebhookOwner, endpointId: string): Promise<Endpoint | undefined> {
  const item = await loadEndpoint(account, endpointId);
  return item && read(item);
}

async function loadEndpoint(owner: WebhookOwner, endpointId: string): Promise<EndpointItem | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: endpointKey(owner, endpointId), ConsistentRead: true }),
  );
  return Item as EndpointItem | undefined;
}

/** Lists endpoints, newest first. One consistent Query. */
export async function listEndpoints(account: WebhookOwner, part: ListPart): Promise<Listed<Endpoint>> {
  const { items, nextCursor } = await listItems<EndpointItem>({
    ...ofAccount(account, ENDPOINT_SK),
    ...part,
  });
  return { items: items.map(read), nextCursor };
}

/** Loads all endpoints of an account. One consistent Query, because they are few. */
export const allEndpoints = async (account: WebhookOwner): Promise<readonly Endpoint[]> =>
  (await listEndpoints(account, { limit: MOST_ENDPOINTS })).items;

export interface EndpointChanges {
  readonly state?: Exclude<EndpointState, 'disabled'> | undefined;
  readonly url?: string | undefined;
  readonly events?: readonly EventType[] | undefined;
}

/**
 * Changes an endpoint; returns undefined if there is none. Setting the state resets consecutive failures, and changing
 * the URL resets timeouts. Two reads and one transaction with its audit line, 4 WRU.
 */
export async function changeEndpoint(
  account: WebhookOwner,
  endpointId: string,
  changes: EndpointChanges,
  actor: Actor,
): Promise<Endpoint | undefined> {
  const before = await findEndpoint(account, endpointId);
  if (!before) return undefined;
  const fields = (['state', 'url', 'events'] as const).filter((field) => changes[field] !== undefined);
  const transaction = new Transaction();
  transaction.update(endpointKey(account, endpointId), {
    set: fields.map((field) => `#${field} = :${field}`),
    remove: [
      ...(changes.state === undefined ? [] : ['givenUp', 'disabled']),
      ...(changes.state === undefined && changes.url === undefined ? [] : ['timeouts', 'openUntil']),
    ],
    when: ['attribute_exists(pk)'],
    names: Object.fromEntries(fields.map((field) => [`#${field}`, field])),
    values: Object.fromEntries(fields.map((field) => [`:${field}`, changes[field]])),
  });
  const detail = { before: shownOf(before), after: shownOf(changes) };
  audit(transaction, account, endpointId, actor, 'changed', detail);
  return (await transaction.commit()) ? findEndpoint(account, endpointId) : undefined;
}

/**
 * Removes an endpoint, whether it existed or not. One transaction with its audit line, 6 WRU. Its deliveries stay until
 * they expire.
 */
export async function removeEndpoint(account: WebhookOwner, endpointId: string, actor: Actor): Promise<void> {
  const transaction = new Transaction();
  transaction.delete(endpointKey(account, endpointId), { when: ['attribute_exists(pk)'] });
  transaction.update(endpointRosterKey(account), {
    drop: ['ids :one'],
    values: { ':one': new Set([endpointId]) },
  });
  audit(transaction, account, endpointId, actor, 'removed');
  await transaction.commit();
}

export type Rotation =
  /** `previousUntil`: when the replaced secret stops signing. */
  | { readonly kind: 'rotated'; readonly secret: string; readonly previousUntil: Instant }
  | { readonly kind: 'missing' }
  /** The maximum number of secrets was replaced within the overlap. */
  | { readonly kind: 'too-often'; readonly until: Instant };

/**
 * Replaces the secret of an endpoint, once per operation; the old one keeps signing during the overlap. One read and
 * one transaction with its audit line, 4 WRU. Promise: of concurrent rotations each secret signs, because the previous
 * secret is the version.
 */
export async function rotateSecret(
  owner: WebhookOwner,
  endpointId: string,
  { secret, operation }: { readonly secret: string; readonly operation: string },
  actor: Actor,
): Promise<Rotation> {
  const { at: now } = actor;
  return retryOnConflict(async () => {
    const item = await loadEndpoint(owner, endpointId);
    if (!item) return { kind: 'missing' };
    const signing = (item.previousSecrets ?? []).filter(({ until }) => until > now);
    const made = madeBy(operation, item, signing);
    if (made) return made;
    const [oldest] = signing;
    if (oldest && signing.length >= MOST_PREVIOUS_SECRETS) return { kind: 'too-often', until: oldest.until };
    const previousUntil = plus(now, SECRET_OVERLAP);
    const replaced: PreviousSecret = {
      secret: item.secret,
      until: previousUntil,
      ...(item.rotation === undefined ? {} : { rotation: item.rotation }),
    };
    const transaction = new Transaction();
    transaction.update(endpointKey(owner, endpointId), {
      set: ['secret = :new', 'previousSecrets = :previous', '#rotation = :operation'],
      when: ['secret = :old'],
      names: { '#rotation': 'rotation' },
      values: {
        ':new': secret,
        ':old': item.secret,
        ':previous': [...signing, replaced],
        ':operation': operation,
      },
    });
    audit(transaction, owner, endpointId, actor, 'rotated', { previousUntil });
    return (await transaction.commit()) ? { kind: 'rotated', secret, previousUntil } : RETRY;
  });
}

/** Returns the secret that an operation made earlier, as long as it signs. */
function madeBy(
  operation: string,
  { secret, rotation }: EndpointItem,
  signing: readonly PreviousSecret[],
): Rotation | undefined {
  const all = [...signing, { secret, rotation, until: null }];
  const place = all.findIndex((each) => each.rotation === operation);
  const found = all[place];
  if (!found) return undefined;
  const previousUntil = signing[place - 1]?.until ?? found.until;
  return previousUntil === null ? undefined : { kind: 'rotated', secret: found.secret, previousUntil };
}

/**
 * Counts consecutive failed deliveries, including this one. Returns the count. Stored as a set, so a repeated call
 * counts once. One write, 1 WRU.
 */
export async function countExhausted(
  account: WebhookOwner,
  endpointId: string,
  deliveryId: string,
): Promise<number> {
  const counted = await conditionalWrite<EndpointItem>({
    key: endpointKey(account, endpointId),
    update: 'ADD givenUp :one',
    when: ['attribute_exists(pk)', '#state = :active'],
    names: { '#state': 'state' },
    values: { ':one': new Set([deliveryId]), ':active': 'active' },
  });
  return counted.kind === 'done' ? read(counted.item).givenUp : 0;
}

/** Resets consecutive failures after a success. One write, 1 WRU; call it only if there were failures. */
export async function resetExhausted(account: WebhookOwner, endpointId: string): Promise<void> {
  await conditionalWrite({
    key: endpointKey(account, endpointId),
    update: 'REMOVE givenUp',
    when: ['attribute_exists(pk)'],
  });
}

/** Disables an endpoint. Returns the resulting endpoint; undefined if there is none. One write, 1 WRU. */
export async function disableEndpoint(
  account: WebhookOwner,
  endpointId: string,
  disabled: { readonly at: Instant; readonly reason: string },
): Promise<Endpoint | undefined> {
  const { item } = await conditionalWrite<EndpointItem>({
    key: endpointKey(account, endpointId),
    update: 'SET #state = :disabled, disabled = :why',
    when: ['attribute_exists(pk)', '#state = :active'],
    names: { '#state': 'state' },
    values: { ':disabled': 'disabled', ':active': 'active', ':why': disabled },
  });
  return item && read(item);
}
