import type { APIGatewayProxyEventV2 as ApiEvent } from 'aws-lambda';
import { ApiError } from '../domain/errors.ts';
import { referenceContract } from './contract/reference.ts';
import { endpoint } from './kernel/http.ts';
import { matchRoute } from './kernel/route-match.ts';
import { describeApi } from './openapi.ts';
import { DEFAULT_ROUTE } from './routes.ts';

let description: string | undefined;

export const handler = endpoint(referenceContract, {
  'GET /openapi.json': async () => {
    description ??= JSON.stringify(describeApi());
    return {
      status: 200,
      body: JSON.parse(description),
      headers: { 'cache-control': 'public, max-age=300' },
    };
  },

  // Reports that requests arrive and are answered. It reads no table: each call would cost money, and anyone may call
  // it. Alarms watch the components behind it.
  'GET /health': async () => ({ status: 200, body: { status: 'ok' } }),
}).before(({ event }) => {
  if (event.routeKey === DEFAULT_ROUTE) throw unrouted(event);
});

/** Builds the error for a path without a route, or for a method that the path does not support. */
function unrouted({ rawPath, requestContext }: ApiEvent): ApiError {
  const match = matchRoute(requestContext.http.method, rawPath);
  if (match.kind !== 'methods')
    return new ApiError('not-found', `There is no path ${rawPath}. GET /openapi.json lists all routes.`);
  const allow = match.methods.join(', ');
  return new ApiError('method-not-allowed', `${rawPath} does not support this method. Use ${allow}.`, {
    headers: { allow },
  });
}
