import { PLATFORM } from '../domain/notifications/deliveries.ts';
import { attemptsContract } from './contract/endpoints.ts';
import { endpoint } from './kernel/http.ts';
import { replayOne, testEndpoint } from './webhook-endpoints.ts';

/** The routes that send a request to a webhook endpoint while the caller waits. */
export const handler = endpoint(attemptsContract, {
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/test': ({ params, body, operation, now }) =>
    testEndpoint(params.account, params.endpointId, body?.type, operation, now),
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/replay': ({
    params,
    now,
  }) => replayOne(params.account, params, now),
  'POST /v1/webhook-endpoints/{endpointId}/test': ({ params, body, operation, now }) =>
    testEndpoint(PLATFORM, params.endpointId, body?.type, operation, now),
  'POST /v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/replay': ({ params, now }) =>
    replayOne(PLATFORM, params, now),
});
