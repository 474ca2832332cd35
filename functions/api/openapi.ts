import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { adminContract } from './contract/admin.ts';
import { chargesContract } from './contract/charges.ts';
import { problem } from './contract/conventions.ts';
import { correctionsContract } from './contract/corrections.ts';
import { earningsContract } from './contract/earnings.ts';
import { attemptsContract, endpointsContract } from './contract/endpoints.ts';
import { ingestContract } from './contract/ingest.ts';
import { membersContract } from './contract/members.ts';
import { overageContract } from './contract/overage.ts';
import { paymentsContract } from './contract/payments.ts';
import { purchasesContract } from './contract/purchases.ts';
import { quotasContract } from './contract/quotas.ts';
import { referenceContract } from './contract/reference.ts';
import { salesContract } from './contract/sales.ts';
import { slotsContract } from './contract/slots.ts';
import { themesContract } from './contract/themes.ts';
import { uploadsContract } from './contract/uploads.ts';
import { reservationsContract, usageContract } from './contract/usage.ts';
import { answerHeaders, headersOf, refusalHeaders } from './kernel/answer-headers.ts';
import type { RouteContract } from './kernel/call.ts';
import { isOptional } from './kernel/parse.ts';
import { type Route, type RouteKey, routes } from './routes.ts';

const contracts: Readonly<Record<RouteKey, RouteContract>> = {
  ...ingestContract,
  ...correctionsContract,
  ...quotasContract,
  ...usageContract,
  ...reservationsContract,
  ...uploadsContract,
  ...slotsContract,
  ...endpointsContract,
  ...membersContract,
  ...attemptsContract,
  ...purchasesContract,
  ...chargesContract,
  ...overageContract,
  ...paymentsContract,
  ...themesContract,
  ...salesContract,
  ...earningsContract,
  ...adminContract,
  ...referenceContract,
};

const GATEWAY_NOTE =
  'Every GET route also accepts HEAD. Errors are RFC 9457 problems, including unknown paths (404) and wrong methods (405, with `Allow`). API Gateway itself sends four errors as `{"message":"…"}`: 400 for a malformed HTTP request, 413 above 10 MB, 429 when the throughput limit of the whole API is exceeded, and 503 when a function cannot run.';

/** Builds the OpenAPI 3.1 document from the route table and the schemas that validate requests. */
export function describeApi(): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {};
  for (const [key, route] of Object.entries(routes) as [RouteKey, Route][]) {
    const [method = '', path = ''] = key.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(key, route, contracts[key]) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'real_deal billing',
      version: '1',
      description: `Metering, quotas, packs, overage billing and the theme store of real_deal.\n\n${GATEWAY_NOTE}`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      headers: answerHeaders,
    },
    paths,
  });
}

function operationOf(key: RouteKey, route: Route, contract: RouteContract): ZodOpenApiOperationObject {
  const answers = Object.entries(contract.answers).map(([status, answer]) => {
    const { description, schema, csv } = answer;
    const isGood = Number(status) < 400;
    const headers = isGood ? headersOf(route, answer) : refusalHeaders;
    const type = isGood ? 'application/json' : 'application/problem+json';
    const asCsv = csv ? { 'text/csv': { schema: z.string() } } : {};
    const content = schema ? { content: { [type]: { schema }, ...asCsv } } : {};
    return [status, { description, headers, ...content }];
  });
  return {
    operationId: operationIdOf(key),
    summary: contract.summary,
    description: [contract.description, accessNote(route)].filter(Boolean).join('\n\n'),
    tags: [route.function],
    ...(route.access === 'public' ? { security: [] } : {}),
    ...parametersOf(route, contract),
    ...(contract.body
      ? {
          requestBody: {
            required: !isOptional(contract.body),
            content: bodiesOf(contract.body, contract),
          },
        }
      : {}),
    responses: {
      ...Object.fromEntries(answers),
      '4XX': refusalOf('Refused.'),
      '5XX': refusalOf('Internal error (500), or temporarily unavailable (503).'),
    },
  };
}

/** Media type → schema of the body. */
const bodiesOf = (body: z.ZodType, { forms }: RouteContract) =>
  Object.fromEntries(
    Object.entries(forms?.types ?? { 'application/json': undefined }).map(([type, schema]) => [
      type,
      { schema: schema ?? body },
    ]),
  );

const refusalOf = (description: string) => ({
  description,
  headers: refusalHeaders,
  content: { 'application/problem+json': { schema: problem } },
});

function parametersOf(
  route: Route,
  contract: RouteContract,
): Pick<ZodOpenApiOperationObject, 'requestParams' | 'parameters'> {
  const isNeeded = route.idempotency === 'required';
  const mayPreview = 'preview' in (contract.query?.shape ?? {});
  return {
    requestParams: {
      ...(contract.params ? { path: contract.params } : {}),
      ...(contract.query ? { query: contract.query } : {}),
    },
    ...(route.idempotency
      ? {
          parameters: [
            {
              name: 'Idempotency-Key',
              in: 'header',
              // A preview needs no key, and OpenAPI cannot express the exception.
              required: isNeeded && !mayPreview,
              description: keyNotes[isNeeded && mayPreview ? 'unlessPreview' : 'always'],
              schema: { type: 'string', minLength: 1, maxLength: 255 },
            },
          ],
        }
      : {}),
  };
}

const KEY_NOTE =
  'Send the same key with every retry of a request. Requests are compared after parsing, so field order and white space do not matter. Concurrent requests with one key take effect once, and all but one response carry `Idempotency-Replayed`. A request that is rejected before it has an effect (400, 403, 404, 409, 410, 422) does not consume the key. A 402 is an outcome and is replayed. Keys are kept for 40 days.';

const keyNotes = {
  always: KEY_NOTE,
  unlessPreview: `${KEY_NOTE} Required unless \`preview=true\`.`,
} as const;

const accessNote = ({ access }: Route): string =>
  access === 'public' ? 'No authentication required.' : `For: ${[...access, 'admin'].join(', ')}.`;

/** `GET /v1/accounts/{account}/quotas` → `getAccountsAccountQuotas`. */
const operationIdOf = (key: RouteKey): string =>
  key
    .replace('/v1', '')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((word, index) => (index === 0 ? word.toLowerCase() : word[0]?.toUpperCase() + word.slice(1)))
    .join('');
