/**
 * The public routes as data: API Gateway's route key → its function and its access. CDK, the local stack, the
 * dispatcher and the API's description read this table, so it imports no code and no schemas.
 */
export type Scope =
  | 'usage.write'
  | 'slots.write'
  | 'uploads.write'
  | 'webhooks.write'
  | 'members.write'
  | 'read.all';

/**
 * `public`: anyone. Otherwise the permitted callers: `owner` (the caller's own account, or one that it may act for),
 * `caller` (anyone with a token; the handler checks each account), and scopes of machine clients. Administrators may
 * call everything; a route for them alone has an empty list.
 */
export type Access = 'public' | readonly ('owner' | 'caller' | Scope)[];

export interface Route {
  readonly function: FunctionName;
  readonly access: Access;
  /** Whether an `Idempotency-Key` is required or optional. */
  readonly idempotency?: 'required' | 'optional';
  /** The kind of expensive call, if every call is expensive. Previews and exports are recognized by the request. */
  readonly expensive?: 'series' | 'submissions';
  /** A member that only the first answer contains: repetitions with the same key omit it. */
  readonly shownOnce?: 'secret';
}

export type FunctionName =
  | 'ingest'
  | 'corrections'
  | 'quotas'
  | 'usage'
  | 'reservations'
  | 'uploads'
  | 'slots'
  | 'purchases'
  | 'charges'
  | 'overage'
  | 'payments'
  | 'endpoints'
  | 'members'
  | 'attempts'
  | 'themes'
  | 'sales'
  | 'earnings'
  | 'admin'
  | 'reference';

const administrators = [] as const;
const readers = ['owner', 'read.all'] as const;
const slotKeepers = ['owner', 'slots.write'] as const;
const uploaders = ['owner', 'uploads.write'] as const;
const webhookKeepers = ['owner', 'webhooks.write'] as const;
const webhookReaders = [...webhookKeepers, 'read.all'] as const;
const memberKeepers = ['owner', 'members.write'] as const;
const platformKeepers = ['webhooks.write'] as const;
const platformReaders = ['webhooks.write', 'read.all'] as const;

/**
 * Objects shared by routes that differ only in their keys, because every function's bundle contains the whole table.
 */
const forAdministrators = { function: 'admin', access: administrators } as const;
const changesWebhooks = { function: 'endpoints', access: webhookKeepers } as const;
const changesPlatformWebhooks = { function: 'endpoints', access: platformKeepers } as const;
/** These routes wait for customers' servers. In a function of their own they do not delay other routes. */
const testsWebhooks = { function: 'attempts', access: webhookKeepers } as const;
const testsPlatformWebhooks = { function: 'attempts', access: platformKeepers } as const;
const readsWebhooks = { function: 'endpoints', access: webhookReaders } as const;
const readsPlatformWebhooks = { function: 'endpoints', access: platformReaders } as const;
const readsCharges = { function: 'charges', access: readers } as const;

export const routes = {
  'POST /v1/usage-events': { function: 'ingest', access: ['usage.write'] },
  'POST /v1/usage-corrections': {
    function: 'corrections',
    access: ['usage.write'],
    idempotency: 'required',
  },

  'GET /v1/accounts/{account}/quotas': { function: 'quotas', access: readers },
  'POST /v1/accounts/{account}/quota-checks': { function: 'quotas', access: readers },
  'POST /v1/quota-checks': { function: 'quotas', access: ['caller', 'read.all'] },

  'GET /v1/accounts/{account}/usage': { function: 'usage', access: readers, expensive: 'series' },
  'GET /v1/accounts/{account}/snapshots': { function: 'usage', access: readers },
  'GET /v1/accounts/{account}/usage-events': {
    function: 'usage',
    access: ['owner', 'read.all', 'usage.write'],
  },
  'GET /v1/accounts/{account}/usage-events/{source}/{id}': {
    function: 'usage',
    access: ['owner', 'read.all', 'usage.write'],
  },

  'POST /v1/accounts/{account}/reservations': {
    function: 'reservations',
    access: ['owner', 'usage.write'],
    idempotency: 'required',
  },
  'POST /v1/accounts/{account}/reservations/{id}/settlement': {
    function: 'reservations',
    access: ['owner', 'usage.write'],
  },
  'DELETE /v1/accounts/{account}/reservations/{id}': {
    function: 'reservations',
    access: ['owner', 'usage.write'],
  },

  'POST /v1/accounts/{account}/uploads': {
    function: 'uploads',
    access: uploaders,
    idempotency: 'optional',
  },
  'GET /v1/accounts/{account}/uploads': { function: 'uploads', access: [...uploaders, 'read.all'] },
  'GET /v1/accounts/{account}/uploads/{uploadId}': {
    function: 'uploads',
    access: [...uploaders, 'read.all'],
  },
  'DELETE /v1/accounts/{account}/uploads/{uploadId}': { function: 'uploads', access: uploaders },

  'GET /v1/accounts/{account}/job-slots': { function: 'slots', access: ['owner', 'slots.write', 'read.all'] },
  'POST /v1/accounts/{account}/job-slots': { function: 'slots', access: slotKeepers },
  'PUT /v1/accounts/{account}/job-slots/{jobId}/lease': { function: 'slots', access: slotKeepers },
  'DELETE /v1/accounts/{account}/job-slots/{jobId}': { function: 'slots', access: slotKeepers },

  'POST /v1/accounts/{account}/webhook-endpoints': {
    function: 'endpoints',
    access: webhookKeepers,
    idempotency: 'optional',
    shownOnce: 'secret',
  },
  'GET /v1/accounts/{account}/webhook-endpoints': readsWebhooks,
  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}': readsWebhooks,
  'PATCH /v1/accounts/{account}/webhook-endpoints/{endpointId}': changesWebhooks,
  'DELETE /v1/accounts/{account}/webhook-endpoints/{endpointId}': changesWebhooks,
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/secret-rotations': {
    function: 'endpoints',
    access: webhookKeepers,
    idempotency: 'optional',
    shownOnce: 'secret',
  },
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/test': testsWebhooks,
  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries': readsWebhooks,
  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries/{deliveryId}': readsWebhooks,
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/replay': testsWebhooks,
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/replays': changesWebhooks,

  'POST /v1/webhook-endpoints': {
    function: 'endpoints',
    access: platformKeepers,
    idempotency: 'optional',
    shownOnce: 'secret',
  },
  'GET /v1/webhook-endpoints': readsPlatformWebhooks,
  'GET /v1/webhook-endpoints/{endpointId}': readsPlatformWebhooks,
  'PATCH /v1/webhook-endpoints/{endpointId}': changesPlatformWebhooks,
  'DELETE /v1/webhook-endpoints/{endpointId}': changesPlatformWebhooks,
  'POST /v1/webhook-endpoints/{endpointId}/secret-rotations': {
    function: 'endpoints',
    access: platformKeepers,
    idempotency: 'optional',
    shownOnce: 'secret',
  },
  'POST /v1/webhook-endpoints/{endpointId}/test': testsPlatformWebhooks,
  'GET /v1/webhook-endpoints/{endpointId}/deliveries': readsPlatformWebhooks,
  'GET /v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}': readsPlatformWebhooks,
  'POST /v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/replay': testsPlatformWebhooks,
  'POST /v1/webhook-endpoints/{endpointId}/replays': changesPlatformWebhooks,

  'GET /v1/accounts/{account}/contact': { function: 'endpoints', access: readers },
  'PUT /v1/accounts/{account}/contact': { function: 'endpoints', access: ['owner'] },
  'GET /v1/accounts/{account}/notifications': { function: 'endpoints', access: readers },

  'GET /v1/accounts/{account}/members': { function: 'members', access: [...memberKeepers, 'read.all'] },
  'PUT /v1/accounts/{account}/members/{user}': { function: 'members', access: memberKeepers },
  'DELETE /v1/accounts/{account}/members/{user}': { function: 'members', access: memberKeepers },

  'GET /v1/packs': { function: 'purchases', access: ['caller', 'read.all'] },
  'POST /v1/accounts/{account}/purchases': {
    function: 'purchases',
    access: ['owner'],
    idempotency: 'required',
  },
  'GET /v1/accounts/{account}/purchases': { function: 'purchases', access: readers },
  'GET /v1/accounts/{account}/purchases/{purchaseId}': { function: 'purchases', access: readers },
  'POST /v1/accounts/{account}/purchases/{purchaseId}/renewals': {
    function: 'purchases',
    access: ['owner'],
    idempotency: 'required',
  },

  'GET /v1/accounts/{account}/charges': readsCharges,
  'GET /v1/accounts/{account}/charges/{chargeId}': readsCharges,
  'GET /v1/accounts/{account}/charges/{chargeId}/payments': readsCharges,
  'POST /v1/accounts/{account}/charges/{chargeId}/payments': {
    function: 'charges',
    access: ['owner'],
    idempotency: 'required',
  },

  'GET /v1/accounts/{account}/adjustments': readsCharges,

  'POST /v1/accounts/{account}/overage-quotes': {
    function: 'overage',
    access: ['owner'],
    idempotency: 'optional',
  },
  'POST /v1/accounts/{account}/overage-confirmations': {
    function: 'overage',
    access: ['owner'],
    idempotency: 'required',
  },
  'GET /v1/accounts/{account}/overage-confirmations/{meter}': { function: 'overage', access: readers },
  'DELETE /v1/accounts/{account}/overage-confirmations/{meter}': { function: 'overage', access: ['owner'] },

  'POST /v1/payments/webhooks/{provider}': { function: 'payments', access: 'public' },

  'GET /v1/themes': { function: 'themes', access: ['caller', 'read.all'] },
  'POST /v1/themes': {
    function: 'themes',
    access: ['caller'],
    idempotency: 'optional',
    expensive: 'submissions',
  },
  'GET /v1/themes/{themeId}': { function: 'themes', access: ['caller', 'read.all'] },
  'PATCH /v1/themes/{themeId}': { function: 'themes', access: ['caller'] },
  'POST /v1/themes/{themeId}/versions': {
    function: 'themes',
    access: ['caller'],
    idempotency: 'optional',
    expensive: 'submissions',
  },
  'GET /v1/themes/{themeId}/validation': { function: 'themes', access: ['caller', 'read.all'] },
  'GET /v1/accounts/{account}/submissions': { function: 'themes', access: readers },

  'POST /v1/themes/{themeId}/purchases': {
    function: 'sales',
    access: ['caller'],
    idempotency: 'required',
  },
  'GET /v1/accounts/{account}/themes': { function: 'sales', access: readers },
  'PUT /v1/accounts/{account}/themes/{themeId}/rating': { function: 'sales', access: ['owner'] },
  'GET /v1/accounts/{account}/theme-purchases': { function: 'sales', access: readers },
  'GET /v1/accounts/{account}/theme-purchases/{purchaseId}': { function: 'sales', access: readers },

  'GET /v1/accounts/{account}/earnings': { function: 'earnings', access: readers },
  'GET /v1/accounts/{account}/payouts': { function: 'earnings', access: readers },
  'GET /v1/accounts/{account}/payout-account': { function: 'earnings', access: readers },
  'PUT /v1/accounts/{account}/payout-account': { function: 'earnings', access: ['owner'] },

  'GET /v1/admin/revenue': forAdministrators,
  'GET /v1/admin/packs': forAdministrators,
  'PUT /v1/admin/packs/{packType}': forAdministrators,
  'DELETE /v1/admin/packs/{packType}': forAdministrators,
  'GET /v1/admin/usage': forAdministrators,
  'GET /v1/admin/outstanding': forAdministrators,
  'GET /v1/admin/themes': forAdministrators,
  'POST /v1/admin/themes/{themeId}/review': forAdministrators,
  'POST /v1/admin/charges/{chargeId}/refunds': {
    function: 'admin',
    access: administrators,
    idempotency: 'required',
  },
  'POST /v1/admin/charges/{chargeId}/waivers': {
    function: 'admin',
    access: administrators,
    idempotency: 'required',
  },
  'GET /v1/admin/audit': forAdministrators,
  'GET /v1/admin/dead-letters': forAdministrators,

  'GET /openapi.json': { function: 'reference', access: 'public' },
  'GET /health': { function: 'reference', access: 'public' },
} as const satisfies Record<`${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`, Route>;

export type RouteKey = keyof typeof routes;
export type RoutesOf<F extends FunctionName> = {
  [K in RouteKey]: (typeof routes)[K]['function'] extends F ? K : never;
}[RouteKey];

/** The routes that take an Idempotency-Key. */
export type KeyedRoute = {
  [K in RouteKey]: (typeof routes)[K] extends { readonly idempotency: string } ? K : never;
}[RouteKey];

export const routeOf = (key: RouteKey): Route => routes[key];

/** Receives every request without a route, and answers as the contract says. */
export const DEFAULT_ROUTE = '$default';

/** Returns the route of an event; undefined for the default route. HEAD requests use the GET route. */
export function routeKeyOf({ routeKey }: { readonly routeKey: string }): RouteKey | undefined {
  const key = routeKey.replace(/^HEAD /, 'GET ');
  return Object.hasOwn(routes, key) ? (key as RouteKey) : undefined;
}
