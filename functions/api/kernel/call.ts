import type { APIGatewayProxyEventV2 as ApiEvent } from 'aws-lambda';
import type * as z from 'zod';
import type { Operation } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Made } from '../../store/table/idempotency.ts';
import type { FunctionName, RoutesOf } from '../routes.ts';
import type { Caller } from './auth.ts';

/** The request and response schemas of a route. They validate requests and generate the API's description. */
export interface RouteContract {
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The media types of the body. Default: JSON, whatever the Content-Type header says. */
  readonly forms?: BodyForms;
  /** Status → its meaning and the schema of its body. */
  readonly answers: Readonly<Record<number, AnswerContract>>;
}

/** The media types that a route accepts, and how a body of each is converted for its schema. */
export interface BodyForms {
  /** Media type → its schema, if it differs from the route's. */
  readonly types: Readonly<Record<string, z.ZodType | undefined>>;
  /** Returns the media type of a request without one; undefined to refuse it. */
  implied(headers: BodyHeaders): string | undefined;
  read(request: {
    readonly mediaType: string;
    readonly headers: BodyHeaders;
    readonly json: unknown;
  }): FormedBody;
}

export type BodyHeaders = Readonly<Record<string, string | undefined>>;

/** A body to validate, and a mapping of paths in it to places in the request. */
export interface FormedBody {
  readonly value: unknown;
  place(path: string): string;
}

export interface AnswerContract {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** Whether `Accept: text/csv` returns the same data as CSV. */
  readonly csv?: true;
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

/** A validated request. */
export interface Call<C extends RouteContract = RouteContract> {
  readonly params: Parsed<C['params']>;
  readonly query: Parsed<C['query']>;
  readonly body: Parsed<C['body']>;
  readonly caller: Caller;
  readonly now: Instant;
  /** The representation that the caller accepts, for routes that have several. */
  readonly accept: 'json' | 'csv';
  /** The original request, for handlers that need more than the validated parts. */
  readonly event: ApiEvent;
  /** Identifies the work of this request: the same for every repetition with the same Idempotency-Key. */
  readonly operation: Operation;
}

export interface Answer {
  readonly status: number;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent unchanged, in place of a body. */
  readonly csv?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Stored with the answer for later requests, and never sent. For routes with an Idempotency-Key. */
  readonly made?: Made;
}

export type ContractOf<F extends FunctionName> = Readonly<Record<RoutesOf<F>, RouteContract>>;

export type Handlers<C extends Readonly<Record<string, RouteContract>>> = {
  readonly [K in keyof C]: (call: Call<C[K]>) => Promise<Answer>;
};
