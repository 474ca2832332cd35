/** Written by hand from docs/access.md, not read from the service: who may call each route. */
export const scopes = [
  'usage.write',
  'slots.write',
  'uploads.write',
  'webhooks.write',
  'members.write',
  'read.all',
] as const;

/** `account`: whoever may act for the account in the path. `anyone`: whoever has a token. Administrators always may. */
type Who = 'account' | 'anyone' | (typeof scopes)[number];

export interface Row {
  readonly allowed: readonly Who[];
  /** What those are answered who may call, to a request with ids of nothing and a body that fits no schema. */
  readonly status: number;
  /** Whether it is answered without a token, too. */
  readonly open?: true;
  /** Where members of a company differ by role. */
  readonly roles?: Readonly<Record<'owner' | 'admin' | 'member', number>>;
  readonly query?: string;
}

const reads = (status = 200, query = ''): Row => ({ allowed: ['account', 'read.all'], status, query });
const account = (status: number): Row => ({ allowed: ['account'], status });
const administrators = (status: number): Row => ({ allowed: [], status });
const anyone = (status: number): Row => ({ allowed: ['anyone'], status });

const events = (query: string): Row => ({
  allowed: ['account', 'read.all', 'usage.write'],
  status: 200,
  query,
});
const reservations = (status: number): Row => ({ allowed: ['account', 'usage.write'], status });
const uploads = (status: number): Row => ({ allowed: ['account', 'uploads.write'], status });
const readsUploads = (status: number): Row => ({
  allowed: ['account', 'uploads.write', 'read.all'],
  status,
});
const slots = (status: number): Row => ({ allowed: ['account', 'slots.write'], status });
const hooks = (status: number): Row => ({ allowed: ['account', 'webhooks.write'], status });
const readsHooks = (status: number): Row => ({ allowed: ['account', 'webhooks.write', 'read.all'], status });
const platformHooks = (status: number): Row => ({ allowed: ['webhooks.write'], status });
const readsPlatformHooks = (status: number): Row => ({ allowed: ['webhooks.write', 'read.all'], status });

const NOW = encodeURIComponent(new Date().toISOString());

export const accessTable: Readonly<Record<string, Row>> = {
  'POST /v1/usage-events': { allowed: ['usage.write'], status: 400 },
  'POST /v1/usage-corrections': { allowed: ['usage.write'], status: 400 },

  'GET /v1/accounts/{account}/quotas': reads(),
  'POST /v1/accounts/{account}/quota-checks': reads(400),
  'POST /v1/quota-checks': anyone(400),

  'GET /v1/accounts/{account}/usage': reads(
    200,
    '?meter=bandwidth&granularity=day&from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z',
  ),
  'GET /v1/accounts/{account}/snapshots': reads(),
  'GET /v1/accounts/{account}/usage-events': events(`?source=test&id=1&time=${NOW}`),
  'GET /v1/accounts/{account}/usage-events/{source}/{id}': events(`?time=${NOW}`),

  'POST /v1/accounts/{account}/reservations': reservations(400),
  'POST /v1/accounts/{account}/reservations/{id}/settlement': reservations(400),
  'DELETE /v1/accounts/{account}/reservations/{id}': reservations(404),

  'POST /v1/accounts/{account}/uploads': uploads(400),
  'GET /v1/accounts/{account}/uploads': readsUploads(200),
  'GET /v1/accounts/{account}/uploads/{uploadId}': readsUploads(404),
  'DELETE /v1/accounts/{account}/uploads/{uploadId}': uploads(404),

  'GET /v1/accounts/{account}/job-slots': { allowed: ['account', 'slots.write', 'read.all'], status: 200 },
  'POST /v1/accounts/{account}/job-slots': slots(400),
  'PUT /v1/accounts/{account}/job-slots/{jobId}/lease': slots(400),
  'DELETE /v1/accounts/{account}/job-slots/{jobId}': slots(204),

  'POST /v1/accounts/{account}/webhook-endpoints': hooks(400),
  'GET /v1/accounts/{account}/webhook-endpoints': readsHooks(200),
  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}': readsHooks(404),
  'PATCH /v1/accounts/{account}/webhook-endpoints/{endpointId}': hooks(400),
  'DELETE /v1/accounts/{account}/webhook-endpoints/{endpointId}': hooks(204),
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/secret-rotations': hooks(404),
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/test': hooks(400),
  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries': readsHooks(404),
  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries/{deliveryId}': readsHooks(404),
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/replay': hooks(404),
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/replays': hooks(400),

  'POST /v1/webhook-endpoints': platformHooks(400),
  'GET /v1/webhook-endpoints': readsPlatformHooks(200),
  'GET /v1/webhook-endpoints/{endpointId}': readsPlatformHooks(404),
  'PATCH /v1/webhook-endpoints/{endpointId}': platformHooks(400),
  'DELETE /v1/webhook-endpoints/{endpointId}': platformHooks(204),
  'POST /v1/webhook-endpoints/{endpointId}/secret-rotations': platformHooks(404),
  'POST /v1/webhook-endpoints/{endpointId}/test': platformHooks(400),
  'GET /v1/webhook-endpoints/{endpointId}/deliveries': readsPlatformHooks(404),
  'GET /v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}': readsPlatformHooks(404),
  'POST /v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/replay': platformHooks(404),
  'POST /v1/webhook-endpoints/{endpointId}/replays': platformHooks(400),

  'GET /v1/accounts/{account}/contact': reads(),
  'PUT /v1/accounts/{account}/contact': account(400),
  'GET /v1/accounts/{account}/notifications': reads(),

  'GET /v1/accounts/{account}/members': {
    allowed: ['account', 'members.write', 'read.all'],
    status: 200,
    roles: { owner: 200, admin: 200, member: 403 },
  },
  'PUT /v1/accounts/{account}/members/{user}': { allowed: ['account', 'members.write'], status: 400 },
  'DELETE /v1/accounts/{account}/members/{user}': {
    allowed: ['account', 'members.write'],
    status: 204,
    roles: { owner: 204, admin: 204, member: 403 },
  },

  'GET /v1/packs': anyone(200),
  'POST /v1/accounts/{account}/purchases': account(400),
  'GET /v1/accounts/{account}/purchases': reads(),
  'GET /v1/accounts/{account}/purchases/{purchaseId}': reads(404),
  'POST /v1/accounts/{account}/purchases/{purchaseId}/renewals': account(400),

  'GET /v1/accounts/{account}/charges': reads(),
  'GET /v1/accounts/{account}/charges/{chargeId}': reads(404),
  'GET /v1/accounts/{account}/charges/{chargeId}/payments': reads(404),
  'POST /v1/accounts/{account}/charges/{chargeId}/payments': account(400),
  'GET /v1/accounts/{account}/adjustments': reads(),

  'POST /v1/accounts/{account}/overage-quotes': account(400),
  'POST /v1/accounts/{account}/overage-confirmations': account(400),
  'GET /v1/accounts/{account}/overage-confirmations/{meter}': reads(404),
  'DELETE /v1/accounts/{account}/overage-confirmations/{meter}': account(204),

  'POST /v1/payments/webhooks/{provider}': { allowed: ['anyone'], status: 400, open: true },

  'GET /v1/themes': anyone(200),
  'POST /v1/themes': anyone(400),
  'GET /v1/themes/{themeId}': anyone(404),
  'PATCH /v1/themes/{themeId}': anyone(400),
  'POST /v1/themes/{themeId}/versions': anyone(404),
  'GET /v1/themes/{themeId}/validation': anyone(404),
  'GET /v1/accounts/{account}/submissions': reads(),

  'POST /v1/themes/{themeId}/purchases': anyone(400),
  'GET /v1/accounts/{account}/themes': reads(),
  'PUT /v1/accounts/{account}/themes/{themeId}/rating': account(400),
  'GET /v1/accounts/{account}/theme-purchases': reads(),
  'GET /v1/accounts/{account}/theme-purchases/{purchaseId}': reads(404),

  'GET /v1/accounts/{account}/earnings': reads(),
  'GET /v1/accounts/{account}/payouts': reads(),
  'GET /v1/accounts/{account}/payout-account': reads(404),
  'PUT /v1/accounts/{account}/payout-account': account(400),

  'GET /v1/admin/revenue': administrators(200),
  'GET /v1/admin/packs': administrators(200),
  'PUT /v1/admin/packs/{packType}': administrators(400),
  'DELETE /v1/admin/packs/{packType}': administrators(404),
  'GET /v1/admin/usage': administrators(200),
  'GET /v1/admin/outstanding': administrators(200),
  'GET /v1/admin/themes': administrators(200),
  'POST /v1/admin/themes/{themeId}/review': administrators(400),
  'POST /v1/admin/charges/{chargeId}/refunds': administrators(400),
  'POST /v1/admin/charges/{chargeId}/waivers': administrators(400),
  'GET /v1/admin/audit': administrators(200),
  'GET /v1/admin/dead-letters': administrators(200),

  'GET /health': { allowed: ['anyone'], status: 200, open: true },
  'GET /openapi.json': { allowed: ['anyone'], status: 200, open: true },
};
