import type { AccountId } from '../domain/accounts.ts';
import { ApiError } from '../domain/errors.ts';
import type { Operation } from '../domain/ids.ts';
import {
  type Member,
  type MemberRole,
  MOST_COMPANIES,
  MOST_MEMBERS,
  managesMembers,
} from '../domain/members.ts';
import { iso } from '../domain/time.ts';
import { changeMember, findMember, listMembers, type MemberActor } from '../store/accounts/members.ts';
import { membersContract } from './contract/members.ts';
import { auditedReads } from './kernel/audited-reads.ts';
import { type Caller, hasScope } from './kernel/auth.ts';
import { endpoint } from './kernel/http.ts';

export const handler = endpoint(membersContract, {
  'GET /v1/accounts/{account}/members': async ({ params: { account }, query, caller }) => {
    const { subject, isPlatform } = actorOf(caller);
    if (!isPlatform && !hasScope(caller, 'read.all')) {
      const member = await findMember(account, subject);
      if (!managesMembers(member?.role)) throw notAllowed(account);
    }
    const { items, nextCursor } = await listMembers(account, query);
    return { status: 200, body: { items: items.map(memberView), nextCursor } };
  },

  'PUT /v1/accounts/{account}/members/{user}': async ({ params, body, caller, operation }) => {
    const member = await change(params, body.role, caller, operation);
    return { status: 200, body: member && memberView(member) };
  },

  'DELETE /v1/accounts/{account}/members/{user}': async ({ params, caller, operation }) => {
    await change(params, undefined, caller, operation);
    return { status: 204 };
  },
}).use(auditedReads);

const actorOf = (caller: Caller): MemberActor => ({
  subject: caller.subject,
  isPlatform: caller.isAdmin || hasScope(caller, 'members.write'),
});

/** Changes a membership. Throws the reason of a refusal. */
async function change(
  { account: company, user }: { readonly account: AccountId; readonly user: AccountId },
  role: MemberRole | undefined,
  caller: Caller,
  operation: Operation,
): Promise<Member | undefined> {
  const changed = await changeMember({ company, user, role, actor: actorOf(caller), operation });
  switch (changed.kind) {
    case 'done':
      return changed.member;
    case 'not-allowed':
      throw notAllowed(company);
    case 'last-owner':
      throw new ApiError(
        'last-owner',
        `${user} is the last owner of ${company}. Make another member an owner first.`,
      );
    case 'company-full':
      throw new ApiError(
        'conflict',
        `${company} has reached the limit of ${MOST_MEMBERS} members. Remove one first.`,
      );
    case 'user-full':
      throw new ApiError(
        'conflict',
        `${user} has reached the limit of ${MOST_COMPANIES} companies. Remove the user from one of them first.`,
      );
  }
}

const notAllowed = (company: AccountId): ApiError =>
  new ApiError(
    'forbidden',
    `Only owners and admins of ${company} can manage its members, and only owners can manage owners. Ask an owner.`,
  );

const memberView = ({ user, role, since }: Member) => ({ user, role, since: iso(since) });
