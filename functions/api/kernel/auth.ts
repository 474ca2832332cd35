import { type JWTPayload, jwtVerify } from 'jose';
import * as z from 'zod';
import { type AccountId, isAccountId, userAccountOf } from '../../domain/accounts.ts';
import { ApiError } from '../../domain/errors.ts';
import { MINUTE, SECOND } from '../../domain/time.ts';
import { setting } from '../../runtime/config.ts';
import type { Access, Scope } from '../routes.ts';
import { findKey } from './token-keys.ts';

/** The caller, as the verified token identifies it. */
export interface Caller {
  readonly subject: string;
  readonly isAdmin: boolean;
  readonly accounts: ReadonlySet<string>;
  readonly scopes: ReadonlySet<string>;
}

/** A claim that is a list. Some issuers send it as one string of words. */
const words = z
  .union([z.array(z.string()), z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean))])
  .default([]);

const claims = z.object({
  sub: z.string().min(1),
  groups: words,
  'cognito:groups': words,
  accounts: words,
  scope: words,
});

/**
 * Tokens that were verified recently: verifying a signature takes longer than the rest of a call before its first read.
 * Entries live for a minute at most, so that a withdrawn key stops working soon, and never longer than the token.
 */
const verified = new Map<string, { readonly caller: Caller; readonly until: number }>();
const VERIFIED_FOR = MINUTE;
const MOST_VERIFIED = 1_000;

/**
 * Returns the caller of an Authorization header. Pins issuer, audience and algorithm and verifies the signature,
 * because no gateway has done so. Compares times with the wall clock, never with the business clock. Throws
 * `unauthenticated`.
 */
export async function authenticate(authorization: string | undefined): Promise<Caller> {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (!token)
    throw unauthenticated('The request has no access token. Send the header Authorization: Bearer <token>.');
  const known = verified.get(token);
  if (known && Date.now() < known.until) return known.caller;
  const payload = await verify(token);
  const caller = callerFrom(payload);
  if (verified.size >= MOST_VERIFIED) verified.clear();
  verified.set(token, { caller, until: Math.min(Date.now() + VERIFIED_FOR, (payload.exp ?? 0) * SECOND) });
  return caller;
}

async function verify(token: string): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, findKey, {
      issuer: setting('tokenIssuer'),
      algorithms: ['RS256'],
      requiredClaims: ['sub', 'exp'],
      clockTolerance: 5,
    });
    if (payload.token_use === 'id') throw unauthenticated(ID_TOKEN);
    if (!isMeantForUs(payload)) throw unauthenticated(NOT_FOR_US);
    return payload;
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    throw unauthenticated(reasonOf(cause), cause);
  }
}

/**
 * Whether the token is for one of our audiences. Cognito's access tokens have no `aud`; their `client_id` names the
 * client that they were issued to (Amazon Cognito Developer Guide, "Understanding the access token").
 */
function isMeantForUs({ aud, client_id: client, token_use: use }: JWTPayload): boolean {
  const audiences = setting('tokenAudience').split(' ');
  if (aud !== undefined) return [aud].flat().some((one) => audiences.includes(one));
  return use === 'access' && typeof client === 'string' && audiences.includes(client);
}

const NOT_FOR_US = 'The token was issued for another service. Request a token for this service.';
/** An ID token has the same audience as an access token of Cognito, so its use must be checked. */
const ID_TOKEN = 'The token is an ID token. Send the access token instead.';

const PUBLIC_REASONS: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: 'The token has expired. Request a new one.',
  ERR_JWT_CLAIM_VALIDATION_FAILED: NOT_FOR_US,
};

const reasonOf = (cause: unknown): string =>
  PUBLIC_REASONS[(cause as { code?: string }).code ?? ''] ??
  'The token cannot be verified. Request a new one.';

function unauthenticated(detail: string, cause?: unknown): ApiError {
  return new ApiError('unauthenticated', detail, { cause, headers: { 'www-authenticate': 'Bearer' } });
}

function callerFrom(payload: JWTPayload): Caller {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) throw unauthenticated('The claims of the token are invalid. Request a new token.');
  const { sub, groups, 'cognito:groups': cognitoGroups, accounts, scope } = parsed.data;
  const named = new Set([sub, ...accounts].filter(isAccountId));
  const own = userAccountOf(sub);
  return {
    // Cognito's `sub` is not a user id of the service. The claim `accounts` names the user; tokens of machines name
    // none.
    subject: named.has(own) ? own : sub,
    isAdmin: groups.includes('admin') || cognitoGroups.includes('admin'),
    accounts: named,
    // Cognito prefixes a scope with its resource server: `billing/usage.write`.
    scopes: new Set(scope.map((one) => one.replace(/^billing\//, ''))),
  };
}

export const mayActFor = (caller: Caller, account: AccountId): boolean =>
  caller.isAdmin || caller.accounts.has(account);

export const hasScope = (caller: Caller, scope: Scope): boolean => caller.scopes.has(scope);

/**
 * Refuses a caller whom the route's access does not include. The error names what the route requires; it does not
 * depend on the caller or on whether the account exists. Throws `forbidden`, with the scopes in RFC 6750's header.
 */
export function authorize(caller: Caller, access: Access, account: AccountId | undefined): void {
  if (access === 'public' || caller.isAdmin) return;
  const isAllowed = access.some((grant) => {
    if (grant === 'caller') return true;
    if (grant === 'owner') return account !== undefined && mayActFor(caller, account);
    return hasScope(caller, grant);
  });
  if (!isAllowed) throw forbidden(access);
}

function forbidden(access: Exclude<Access, 'public'>): ApiError {
  const scopes = access.filter((grant): grant is Scope => grant !== 'caller' && grant !== 'owner');
  const needs = [
    ...(access.includes('owner') ? ['a user who may act for this account'] : []),
    ...scopes.map((scope) => `the scope ${scope}`),
    ...(access.length === 0 ? ['an administrator'] : []),
  ];
  const detail = `This token does not permit the request. Use a token of ${needs.join(', or with ')}.`;
  if (scopes.length === 0) return new ApiError('forbidden', detail);
  const header = `Bearer error="insufficient_scope", scope="${scopes.join(' ')}"`;
  return new ApiError('forbidden', detail, { headers: { 'www-authenticate': header } });
}
