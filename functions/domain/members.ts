import type { AccountId } from './accounts.ts';
import type { Instant } from './time.ts';

export const memberRoles = ['owner', 'admin', 'member'] as const;
export type MemberRole = (typeof memberRoles)[number];

/** A user who may act for a company. */
export interface Member {
  readonly user: AccountId;
  readonly role: MemberRole;
  readonly since: Instant;
}

/**
 * The maximum companies per user. Each access token contains all of them: 50 of the longest names are 5 KB, and API
 * Gateway accepts 10,240 bytes of request line and headers (HTTP API quotas).
 */
export const MOST_COMPANIES = 50;

/** The maximum members per company. */
export const MOST_MEMBERS = 1_000;

/** Whether a member with this role may list and change the members. */
export const managesMembers = (role: MemberRole | undefined): boolean => role === 'owner' || role === 'admin';

/**
 * Whether a member with this role may change a member's role from one to another. Only owners grant or revoke the role
 * `owner`.
 */
export const mayChangeRole = (
  actor: MemberRole | undefined,
  from: MemberRole | undefined,
  to: MemberRole | undefined,
): boolean => managesMembers(actor) && (actor === 'owner' || (from !== 'owner' && to !== 'owner'));
