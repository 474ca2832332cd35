import middy from '@middy/core';
import type {
  APIGatewayProxyEventV2 as ApiEvent,
  APIGatewayProxyStructuredResultV2 as ApiResult,
} from 'aws-lambda';
import Negotiator from 'negotiator';
import { ApiError } from '../../domain/errors.ts';
import { now } from '../../runtime/clock.ts';
import { log } from '../../runtime/log.ts';
import { type KeyedRoute, type Route, routeKeyOf, routeOf } from '../routes.ts';
import { authenticate, authorize, type Caller } from './auth.ts';
import type { Answer, Call, Handlers, RouteContract } from './call.ts';
import { type Answering, answerAnew } from './operation.ts';
import { parseAccount, parseRequest } from './parse.ts';
import { problemOf } from './problem.ts';
import { countCall, type Expensive, type RateLimit } from './rate-limit.ts';

/** What the middlewares learn about a request. */
interface State {
  caller?: Caller;
  rate?: RateLimit;
}

/**
 * A function with idempotent routes must pass `answerOnce`. The others leave it out, and with it the code from their
 * bundle.
 */
type PartsOf<C extends Readonly<Record<string, RouteContract>>> =
  Extract<keyof C, KeyedRoute> extends never
    ? [handlers: Handlers<C>]
    : [answer: Answering, handlers: Handlers<C>];

const ANONYMOUS: Caller = { subject: 'anonymous', isAdmin: false, accounts: new Set(), scopes: new Set() };

/**
 * Makes an HTTP function. Every route runs the same chain (log and request id, errors, rate limit, token, permission,
 * schema, idempotency) and then its handler. A contract without a handler does not compile.
 */
export function endpoint<C extends Readonly<Record<string, RouteContract>>>(
  contract: C,
  ...parts: PartsOf<C>
) {
  const [answer, handlers] = parts.length === 2 ? parts : ([answerAnew, parts[0]] as const);
  const states = new WeakMap<object, State>();
  const stateOf = (context: object): State => {
    const state = states.get(context) ?? {};
    states.set(context, state);
    return state;
  };

  return middy<ApiEvent, ApiResult>()
    .use(observed(stateOf))
    .use({
      before: async ({ event, context }) => {
        const key = routeKeyOf(event);
        const access = key ? routeOf(key).access : 'public';
        if (access === 'public') return;
        const caller = await authenticate(event.headers.authorization);
        const state = stateOf(context);
        state.caller = caller;
        state.rate = countCall(caller.subject);
        authorize(caller, access, parseAccount(event));
      },
    })
    .handler(async (event, context) => {
      const key = routeKeyOf(event);
      const route = key && (contract as Readonly<Record<string, RouteContract>>)[key];
      const handle = key && (handlers as Readonly<Record<string, (call: Call) => Promise<Answer>>>)[key];
      if (!route || !handle) throw new ApiError('not-found', `There is no route ${event.routeKey}.`);
      const accept = representationOf(event, route);
      const state = stateOf(context);
      const expensive = expensiveOf(event, routeOf(key), accept);
      if (state.caller && expensive) state.rate = countCall(state.caller.subject, expensive);
      const request = parseRequest(event, route);
      const caller = state.caller ?? ANONYMOUS;
      return answer(event, request, routeOf(key).idempotency, caller.subject, (operation) =>
        handle({ ...request, caller, now: now(), accept, operation, event } as Call),
      );
    });
}

/**
 * Returns the kind of an expensive call, before validation, so that invalid ones count as well. A single part of a list
 * is not an export, even as CSV.
 */
function expensiveOf(
  { queryStringParameters: query = {} }: ApiEvent,
  route: Route,
  accept: Call['accept'],
): Expensive | undefined {
  if (route.expensive) return route.expensive;
  if (query.preview === 'true') return 'previews';
  const isWhole = query.limit === undefined && query.cursor === undefined;
  return accept === 'csv' && isWhole ? 'exports' : undefined;
}

/** The outermost middleware: adds the request id and rate headers, turns errors into problems, and logs every call. */
function observed(stateOf: (context: object) => State): middy.MiddlewareObj<ApiEvent, ApiResult> {
  const started = new WeakMap<object, number>();
  const finish = (event: ApiEvent, context: object, result: ApiResult): ApiResult => {
    const { rate, caller } = stateOf(context);
    log.info('request', {
      requestId: event.requestContext.requestId,
      route: event.routeKey,
      status: result.statusCode,
      caller: caller?.subject,
      milliseconds: Math.round(performance.now() - (started.get(context) ?? 0)),
    });
    const headers = { ...rate?.headers, ...result.headers, 'x-request-id': event.requestContext.requestId };
    const { body: _, ...head } = result;
    return { ...(event.routeKey.startsWith('HEAD ') ? head : result), headers };
  };
  return {
    before: ({ context }) => {
      started.set(context, performance.now());
    },
    after: (request) => {
      request.response = finish(request.event, request.context, request.response ?? { statusCode: 204 });
    },
    onError: (request) => {
      const { event, context, error } = request;
      const { requestId } = event.requestContext;
      const problem = problemOf(error, event.rawPath, requestId);
      if (problem.status >= 500) log.error('request failed', { requestId, error: error as Error });
      request.response = finish(event, context, {
        statusCode: problem.status,
        headers: problem.headers,
        body: JSON.stringify(problem.body),
      });
    },
  };
}

/**
 * Returns the representation to send. Routes with one representation ignore `Accept` (RFC 9110, 12.4.1). Routes that
 * also have CSV throw `not-acceptable` if the request accepts neither.
 */
function representationOf({ headers }: ApiEvent, { answers }: RouteContract): Call['accept'] {
  if (!answers[200]?.csv) return 'json';
  const chosen = new Negotiator({ headers: { accept: headers.accept } }).mediaType([
    ...representations.keys(),
  ]);
  const representation = chosen && representations.get(chosen);
  if (representation) return representation;
  throw new ApiError(
    'not-acceptable',
    'The requested media type is not available. Accept application/json or text/csv.',
    {
      errors: [{ path: 'Accept', detail: 'application/json or text/csv.' }],
    },
  );
}

/** The first entry is the default. */
const representations: ReadonlyMap<string, Call['accept']> = new Map([
  ['application/json', 'json'],
  ['text/csv', 'csv'],
]);
