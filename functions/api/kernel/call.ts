import type { APIGatewayProxyEventV2 as ApiEvent } from 'aws-lambda';
import type * as z from 'zod';
import type { Operation } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Made } from '../../store/table/idempotency.ts';
import type { FunctionName, RoutesOf } from '../routes.ts';
import type { Caller } from './auth.ts';

/** What a route takes and answers; the schemas check requests and describe the API. */
export interface RouteContract {
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** In which media types the body may come. Left out: JSON, whatever the media type says. */
  readonly forms?: BodyForms;
  /** Status → what it means and how its body looks. */
  readonly answers: Readonly<Record<number, AnswerContract>>;
}

/** The media types that a route takes, and how a body of each becomes what its schema checks. */
export interface BodyForms {
  /** Media type → its schema, where that is not the route's own. */
  readonly types: Readonly<Record<string, z.ZodType | undefined>>;
  /** The media type of a request that names none; undefined if that is refused. */
  implied(headers: BodyHeaders): string | undefined;
  read(request: {
    readonly mediaType: string;
    readonly headers: BodyHeaders;
    readonly json: unknown;
  }): FormedBody;
}

export type BodyHeaders = Readonly<Record<string, string | undefined>>;

/** A body to be checked, and where in the request a place in it is. */
export interface FormedBody {
  readonly value: unknown;
  place(path: string): string;
}

export interface AnswerContract {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** Whether `Accept: text/csv` gives the same as CSV. */
  readonly csv?: true;
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

/** A checked request. */
export interface Call<C extends RouteContract = RouteContract> {
  readonly params: Parsed<C['params']>;
  readonly query: Parsed<C['query']>;
  readonly body: Parsed<C['body']>;
  readonly caller: Caller;
  readonly now: Instant;
  /** How the caller wants the answer, where a route can give it in several ways. */
  readonly accept: 'json' | 'csv';
  /** The request as it came, for the few who need more of it than was checked. */
  readonly event: ApiEvent;
  /** Identifies the work of this request: the same for every repetition under one Idempotency-Key. */
  readonly operation: Operation;
}

export interface Answer {
  readonly status: number;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of a body. */
  readonly csv?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Kept beside the answer, where later requests need it; never sent. For routes that take an Idempotency-Key. */
  readonly made?: Made;
}

export type ContractOf<F extends FunctionName> = Readonly<Record<RoutesOf<F>, RouteContract>>;

export type Handlers<C extends Readonly<Record<string, RouteContract>>> = {
  readonly [K in keyof C]: (call: Call<C[K]>) => Promise<Answer>;
};
