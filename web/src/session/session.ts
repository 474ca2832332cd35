import type { ProviderName } from '../../../functions/domain/providers.ts';

/** Who is looking, and on whose behalf requests are made. */
export interface Session {
  readonly subject: string;
  /** The accounts that may be acted for: one's own first. None: somebody who only runs the platform. */
  readonly accounts: readonly string[];
  readonly isAdmin: boolean;
  /** Whom money goes through here. */
  readonly payments: ProviderName;
  /** A token that is still good. */
  token(): Promise<string>;
  /** Signs out, or where there is nothing to sign out of, null. */
  readonly signOut: (() => Promise<void>) | null;
  /** The people that one may become, on a machine of one's own; null elsewhere. */
  readonly people: readonly Person[] | null;
  become(person: Person): void;
}

export interface Person {
  readonly sub: string;
  readonly accounts: readonly string[];
  readonly groups: readonly string[];
}

/** What /config.json says about signing in. */
export type SignIn =
  | { readonly kind: 'desk'; readonly people: readonly Person[] }
  | {
      readonly kind: 'oidc';
      readonly authority: string;
      readonly clientId: string;
      readonly signOutUrl: string;
    };

/** What a token says of who holds it. It is the API that checks it; here it only says what to show. */
export interface Claims {
  readonly subject: string;
  readonly accounts: readonly string[];
  readonly isAdmin: boolean;
  /** Until when it is good, in seconds. */
  readonly end: number;
}

const ACCOUNT = /^(user|company)_[A-Za-z0-9-]{1,64}$/;

/** As the API reads them. */
export function claimsOf(token: string): Claims {
  const [, payload = ''] = token.split('.');
  const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (sign) =>
    sign.charCodeAt(0),
  );
  const claims = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  const groups = [...listIn(claims.groups), ...listIn(claims['cognito:groups'])];
  const subject = String(claims.sub);
  const accounts = [subject, ...listIn(claims.accounts)].filter((one) => ACCOUNT.test(one));
  return {
    subject,
    accounts: [...new Set(accounts)],
    isAdmin: groups.includes('admin'),
    end: Number(claims.exp),
  };
}

const listIn = (claim: unknown): string[] =>
  Array.isArray(claim)
    ? claim.map(String)
    : typeof claim === 'string'
      ? claim.split(/[\s,]+/).filter(Boolean)
      : [];
