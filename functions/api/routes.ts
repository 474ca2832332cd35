/**
 * The public routes, as data: API Gateway's own route key → which function serves it and who may call it.
 * CDK, the desk, the dispatcher and the API's description all read this table. Keep code and schemas out.
 */
export type Scope = 'usage.write' | 'slots.write' | 'read.all';

/**
 * `public`: anyone. Otherwise who may call: `owner` (the account in the path is the caller's own, or one that it
 * may act for), `caller` (anyone with a token; the handler checks each account) and machine clients by scope.
 * Administrators may call everything.
 */
export type Access = 'public' | readonly ('owner' | 'caller' | Scope)[];

export interface Route {
  readonly function: FunctionName;
  readonly access: Access;
  /** Whether an `Idempotency-Key` must come with it, or may. */
  readonly idempotency?: 'required' | 'optional';
}

export type FunctionName = 'ingest' | 'quotas' | 'usage' | 'reservations' | 'uploads' | 'slots' | 'reference';

const readers = ['owner', 'read.all'] as const;
const slotKeepers = ['owner', 'slots.write'] as const;

export const routes = {
  'POST /v1/usage-events': { function: 'ingest', access: ['usage.write'] },

  'GET /v1/accounts/{account}/quotas': { function: 'quotas', access: readers },
  'POST /v1/accounts/{account}/quota-checks': { function: 'quotas', access: readers },
  'POST /v1/quota-checks': { function: 'quotas', access: ['caller', 'read.all'] },

  'GET /v1/accounts/{account}/usage': { function: 'usage', access: readers },
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
    access: ['owner'],
    idempotency: 'optional',
  },
  'GET /v1/accounts/{account}/uploads/{uploadId}': { function: 'uploads', access: readers },

  'GET /v1/accounts/{account}/job-slots': { function: 'slots', access: ['owner', 'slots.write', 'read.all'] },
  'POST /v1/accounts/{account}/job-slots': { function: 'slots', access: slotKeepers },
  'PUT /v1/accounts/{account}/job-slots/{jobId}/lease': { function: 'slots', access: slotKeepers },
  'DELETE /v1/accounts/{account}/job-slots/{jobId}': { function: 'slots', access: slotKeepers },

  'GET /openapi.json': { function: 'reference', access: 'public' },
} as const satisfies Record<`${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`, Route>;

export type RouteKey = keyof typeof routes;
export type RoutesOf<F extends FunctionName> = {
  [K in RouteKey]: (typeof routes)[K]['function'] extends F ? K : never;
}[RouteKey];

export const routeOf = (key: RouteKey): Route => routes[key];
