import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import {
  type Endpoint,
  type EndpointState,
  MOST_ENDPOINTS,
  MOST_PREVIOUS_SECRETS,
  type PreviousSecret,
  SECRET_OVERLAP,
  type WebhookOwner,
} from '../domain/deliveries.ts';
import type { FactType } from '../domain/facts.ts';
import { type Instant, plus } from '../domain/time.ts';
import { attempt, untilDecided } from './attempt.ts';
import { table, tableName } from './client.ts';
import { endpointKey, endpointRosterKey, ofAccount } from './keys.ts';
import { type Listed, type ListPart, listItems } from './list.ts';

/** The deliveries that were given up are kept by name: one that is told of twice counts once. */
interface EndpointItem extends Omit<Endpoint, 'givenUp' | 'disabled' | 'previousSecrets'> {
  readonly disabled?: Endpoint['disabled'];
  readonly previousSecrets?: readonly PreviousSecret[];
  /** The operation that made the secret anew: repeated, it finds its own. */
  readonly rotation?: string;
  readonly givenUp?: Set<string>;
}

const read = (item: EndpointItem): Endpoint => ({
  endpointId: item.endpointId,
  url: item.url,
  events: item.events,
  secret: item.secret,
  previousSecrets: item.previousSecrets ?? [],
  state: item.state,
  createdAt: item.createdAt,
  disabled: item.disabled ?? null,
  givenUp: item.givenUp?.size ?? 0,
});

export type NewEndpoint = Pick<Endpoint, 'endpointId' | 'url' | 'events' | 'secret' | 'createdAt'>;

/** `made`: it is there, by this call or by the same one before; hands back what is there. */
export type Making = { readonly kind: 'made'; readonly endpoint: Endpoint } | { readonly kind: 'full' };

/**
 * Makes an endpoint, once. One transaction, 4 WRU. Promise: never more than MOST_ENDPOINTS an account, because
 * the roster's size is its count.
 */
export async function makeEndpoint(account: WebhookOwner, endpoint: NewEndpoint): Promise<Making> {
  const key = endpointKey(account, endpoint.endpointId);
  const item: EndpointItem = { ...endpoint, state: 'active' };
  const put = {
    Put: {
      TableName: tableName(),
      Item: { ...key, ...item },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
  const enrol = {
    Update: {
      TableName: tableName(),
      Key: { ...endpointRosterKey(account) },
      UpdateExpression: 'ADD ids :one',
      ConditionExpression: 'attribute_not_exists(ids) OR size(ids) < :most',
      ExpressionAttributeValues: { ':one': new Set([endpoint.endpointId]), ':most': MOST_ENDPOINTS },
    },
  };
  try {
    await table.send(new TransactWriteCommand({ TransactItems: [put, enrol] }));
    return { kind: 'made', endpoint: read(item) };
  } catch (fault) {
    if (!(fault instanceof TransactionCanceledException)) throw fault;
    const [exists, full] = (fault.CancellationReasons ?? []).map(
      ({ Code }) => Code === 'ConditionalCheckFailed',
    );
    const made = exists ? await findEndpoint(account, endpoint.endpointId) : undefined;
    if (made) return { kind: 'made', endpoint: made };
    if (full) return { kind: 'full' };
    throw fault;
  }
}

/** One consistent read. */
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

/** Newest first. One consistent Query. */
export async function listEndpoints(account: WebhookOwner, part: ListPart): Promise<Listed<Endpoint>> {
  const { items, nextCursor } = await listItems<EndpointItem>({ ...ofAccount(account, 'HOOK#'), ...part });
  return { items: items.map(read), nextCursor };
}

/** All that an account has. One consistent Query: they are few. */
export const allEndpoints = async (account: WebhookOwner): Promise<readonly Endpoint[]> =>
  (await listEndpoints(account, { limit: MOST_ENDPOINTS })).items;

export interface EndpointChanges {
  readonly state?: Exclude<EndpointState, 'disabled'> | undefined;
  readonly url?: string | undefined;
  readonly events?: readonly FactType[] | undefined;
}

/** Undefined when there is none. A state that is set anew forgets earlier failures. One write, 1 WRU. */
export async function changeEndpoint(
  account: WebhookOwner,
  endpointId: string,
  changes: EndpointChanges,
): Promise<Endpoint | undefined> {
  const fields = (['state', 'url', 'events'] as const).filter((field) => changes[field] !== undefined);
  const forget = changes.state === undefined ? '' : ' REMOVE givenUp, disabled';
  const changed = await attempt<EndpointItem>({
    key: endpointKey(account, endpointId),
    update: `SET ${fields.map((field) => `#${field} = :${field}`).join(', ')}${forget}`,
    when: ['attribute_exists(pk)'],
    names: Object.fromEntries(fields.map((field) => [`#${field}`, field])),
    values: Object.fromEntries(fields.map((field) => [`:${field}`, changes[field]])),
  });
  return changed.kind === 'done' ? read(changed.item) : undefined;
}

/** Whether it was there or not. One transaction, 4 WRU. Its deliveries stay until they fade. */
export async function removeEndpoint(account: WebhookOwner, endpointId: string): Promise<void> {
  const TableName = tableName();
  const strike = {
    Update: {
      TableName,
      Key: { ...endpointRosterKey(account) },
      UpdateExpression: 'DELETE ids :one',
      ExpressionAttributeValues: { ':one': new Set([endpointId]) },
    },
  };
  const remove = { Delete: { TableName, Key: { ...endpointKey(account, endpointId) } } };
  await table.send(new TransactWriteCommand({ TransactItems: [remove, strike] }));
}

export type Rotation =
  /** `previousUntil`: when the secret before it stops signing. */
  | { readonly kind: 'rotated'; readonly secret: string; readonly previousUntil: Instant }
  | { readonly kind: 'missing' }
  /** As many secrets as may sign at a time were replaced within the overlap. */
  | { readonly kind: 'too-often'; readonly until: Instant };

/**
 * Replaces the secret of an endpoint, once for each operation; the old one signs on for the overlap. One read and one
 * write, 1 WRU. Promise: of several at once each secret signs, because the one before is the version.
 */
export async function rotateSecret(
  owner: WebhookOwner,
  endpointId: string,
  { secret, operation }: { readonly secret: string; readonly operation: string },
  now: Instant,
): Promise<Rotation> {
  return untilDecided(async () => {
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
    const rotated = await attempt<EndpointItem>({
      key: endpointKey(owner, endpointId),
      update: 'SET secret = :new, previousSecrets = :previous, #rotation = :operation',
      when: ['secret = :old'],
      names: { '#rotation': 'rotation' },
      values: {
        ':new': secret,
        ':old': item.secret,
        ':previous': [...signing, replaced],
        ':operation': operation,
      },
    });
    return rotated.kind === 'done' ? { kind: 'rotated', secret, previousUntil } : undefined;
  });
}

/** The secret that an operation made before, as long as it signs. */
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

/** How many were given up in a row, this one included. A set: told twice it counts once. One write, 1 WRU. */
export async function countGivenUp(
  account: WebhookOwner,
  endpointId: string,
  deliveryId: string,
): Promise<number> {
  const counted = await attempt<EndpointItem>({
    key: endpointKey(account, endpointId),
    update: 'ADD givenUp :one',
    when: ['attribute_exists(pk)', '#state = :active'],
    names: { '#state': 'state' },
    values: { ':one': new Set([deliveryId]), ':active': 'active' },
  });
  return counted.kind === 'done' ? read(counted.item).givenUp : 0;
}

/** After one that arrived. One write, 1 WRU; call it only where there is something to forget. */
export async function forgetGivenUp(account: WebhookOwner, endpointId: string): Promise<void> {
  await attempt({
    key: endpointKey(account, endpointId),
    update: 'REMOVE givenUp',
    when: ['attribute_exists(pk)'],
  });
}

/** Hands back the endpoint as it then is; undefined when there is none. One write, 1 WRU. */
export async function disableEndpoint(
  account: WebhookOwner,
  endpointId: string,
  disabled: { readonly at: Instant; readonly reason: string },
): Promise<Endpoint | undefined> {
  const { item } = await attempt<EndpointItem>({
    key: endpointKey(account, endpointId),
    update: 'SET #state = :disabled, disabled = :why',
    when: ['attribute_exists(pk)', '#state = :active'],
    names: { '#state': 'state' },
    values: { ':disabled': 'disabled', ':active': 'active', ':why': disabled },
  });
  return item && read(item);
}
