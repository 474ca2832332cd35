import type { APIGatewayProxyEventV2 as ApiEvent } from 'aws-lambda';
import * as z from 'zod';
import { type AccountId, isAccountId } from '../../domain/accounts.ts';
import { ApiError, type ErrorDetail } from '../../domain/errors.ts';
import type { BodyForms, FormedBody, RouteContract } from './call.ts';
import { sentenceOf } from './sentences.ts';

const MAX_BODY_BYTES = 1_048_576;

const NO_QUERY = z.strictObject({});
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Returns the account in the path; undefined for routes without one. */
export function parseAccount(event: ApiEvent): AccountId | undefined {
  const account = event.pathParameters?.account;
  if (account === undefined) return undefined;
  if (isAccountId(account)) return account;
  throw new ApiError(
    'validation-failed',
    `${account.slice(0, 80)} is not an account. Send user_<id> or company_<id>.`,
    {
      errors: [{ path: 'account', detail: 'Must be user_<id> or company_<id>.' }],
    },
  );
}

/**
 * Validates parameters, query and body, and reports all errors together, each with its place. Refuses a body that is
 * too large before parsing it, also for routes without a body.
 */
export function parseRequest(event: ApiEvent, contract: RouteContract) {
  refuseLargeBody(event);
  const errors: ErrorDetail[] = [];
  const check = (schema: z.ZodType | undefined, value: unknown, place: (path: string) => string): unknown => {
    if (!schema) return undefined;
    const result = schema.safeParse(value, { error: sentenceOf });
    if (result.success) return result.data;
    errors.push(...result.error.issues.flatMap((issue) => describe(issue, place)));
    return undefined;
  };
  const params = check(contract.params, event.pathParameters ?? {}, (path) => path.slice(1));
  const query = check(contract.query ?? NO_QUERY, event.queryStringParameters ?? {}, (path) => path.slice(1));
  const isLeftOut = !event.body && contract.body !== undefined && isOptional(contract.body);
  const sent = contract.body && !isLeftOut ? bodyOf(event, contract.forms) : undefined;
  const body = sent && check(contract.body, sent.value, sent.place);
  if (errors.length > 0)
    throw new ApiError('validation-failed', summarise(errors), { errors: errors.slice(0, 100) });
  return { params, query, body };
}

/** Converts the body by its media type to the form that its schema expects. */
function bodyOf(event: ApiEvent, forms: BodyForms | undefined): FormedBody {
  if (!forms) return { value: readJson(event), place: (path) => path };
  const sent = event.headers['content-type'] ?? forms.implied(event.headers) ?? '';
  const mediaType = sent.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const accept = Object.keys(forms.types).join(', ');
  if (!Object.hasOwn(forms.types, mediaType))
    throw new ApiError(
      'unsupported-media-type',
      `${mediaType === '' ? 'The request has no Content-Type' : `The Content-Type ${mediaType.slice(0, 80)} is not accepted`}. Send one of ${accept}.`,
      { headers: { accept } },
    );
  return forms.read({ mediaType, headers: event.headers, json: readJson(event) });
}

/** Whether a request may omit the body. */
export const isOptional = (schema: z.ZodType): boolean => schema.safeParse(undefined).success;

const encodingOf = ({ isBase64Encoded }: ApiEvent) => (isBase64Encoded ? 'base64' : 'utf8');

function refuseLargeBody(event: ApiEvent): void {
  const size = Buffer.byteLength(event.body ?? '', encodingOf(event));
  if (size > MAX_BODY_BYTES)
    throw new ApiError('payload-too-large', `The body has ${size} bytes. Send at most ${MAX_BODY_BYTES}.`);
}

/** Parses the body as JSON. */
function readJson(event: ApiEvent): unknown {
  const bytes = Buffer.from(event.body ?? '', encodingOf(event));
  if (bytes.length === 0) throw new ApiError('malformed-json', 'The body is empty. Send JSON.');
  try {
    return JSON.parse(UTF8.decode(bytes));
  } catch (cause) {
    throw new ApiError('malformed-json', `The body is not JSON: ${(cause as Error).message}.`, { cause });
  }
}

function describe(issue: z.core.$ZodIssue, place: (path: string) => string): ErrorDetail[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: place(pointer([...issue.path, key])),
      detail: 'Unknown field. Remove it.',
    }));
  return [{ path: place(pointer(issue.path)), detail: issue.message }];
}

/** Returns a JSON pointer (RFC 6901). */
const pointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function summarise(errors: readonly ErrorDetail[]): string {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${first?.path || 'body'}: ${first?.detail}${more}`;
}
