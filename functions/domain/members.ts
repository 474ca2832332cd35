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
 * The most companies of one user. All of them travel in each access token: 50 of the longest names make 5 KB of it, and
 * API Gateway takes 10,240 bytes of request line and headers (HTTP API quotas).
 */
export const MOST_COMPANIES = 50;

/** The most members of one company. */
export const MOST_MEMBERS = 1_000;

/** Whether a member of this role may list and change the members. */
export const managesMembers = (role: MemberRole | undefined): boolean => role === 'owner' || role === 'admin';

/** Whether a member of this role may move a member from one role to another. Only owners decide about owners. */
export const mayChangeRole = (
  actor: MemberRole | undefined,
  from: MemberRole | undefined,
  to: MemberRole | undefined,
): boolean => managesMembers(actor) && (actor === 'owner' || (from !== 'owner' && to !== 'owner'));
