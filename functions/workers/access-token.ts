import { userAccountOf } from '../domain/accounts.ts';
import { findCompanies } from '../store/accounts/members.ts';

/** The fields used of Cognito's event (pre token generation, version 2). */
interface TokenRequest {
  readonly request: { readonly userAttributes: { readonly sub: string } };
}

/**
 * Adds the claim `accounts` to an access token: the user's own account and its companies. If this fails, Cognito
 * refuses the sign-in, so no token lacks a company.
 */
export async function handler<Event extends TokenRequest & { readonly response?: unknown }>({
  response: _,
  ...event
}: Event) {
  const user = userAccountOf(event.request.userAttributes.sub);
  const accounts = [user, ...(await findCompanies(user))];
  const accessTokenGeneration = { claimsToAddOrOverride: { accounts } };
  return { ...event, response: { claimsAndScopeOverrideDetails: { accessTokenGeneration } } };
}
