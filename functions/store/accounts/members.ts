import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import type { Operation } from '../../domain/ids.ts';
import {
  type Member,
  type MemberRole,
  MOST_COMPANIES,
  MOST_MEMBERS,
  mayChangeRole,
} from '../../domain/members.ts';
import type { Instant } from '../../domain/time.ts';
import { addAudit } from '../audit/audit.ts';
import { MEMBER_SK } from '../key-prefixes.ts';
import { companiesKey, type Key, memberCountsKey, memberKey, ofAccount } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { type Listed, type ListPart, listItems } from '../table/list.ts';
import { type Part, Transaction } from '../table/transaction.ts';

interface CountsItem {
  readonly count: number;
  readonly owners?: ReadonlySet<string>;
}

/** Lists the members of a company by name, in descending order. One consistent Query. */
export async function listMembers(company: AccountId, part: ListPart): Promise<Listed<Member>> {
  const { items, nextCursor } = await listItems<Member>({ ...ofAccount(company, MEMBER_SK), ...part });
  return { items, nextCursor };
}

/** Loads a member. One consistent read. */
export const findMember = (company: AccountId, user: string): Promise<Member | undefined> =>
  read<Member>(memberKey(company, user));

/** Who changes members: a service of the platform, an administrator, or a member at that time. */
export interface MemberActor {
  readonly subject: string;
  readonly isPlatform: boolean;
}

/** The change of one user in one company: a role, or undefined to remove it. */
export interface MemberChange {
  readonly company: AccountId;
  readonly user: AccountId;
  readonly role: MemberRole | undefined;
  readonly actor: MemberActor;
  readonly operation: Operation;
}

export type MemberChanged =
  | { readonly kind: 'done'; readonly member: Member | undefined }
  /** The actor's role does not allow it. */
  | { readonly kind: 'not-allowed' }
  /** The company would have no owner. */
  | { readonly kind: 'last-owner' }
  | { readonly kind: 'company-full' }
  | { readonly kind: 'user-full' };

/**
 * Grants a user a role in a company, or removes it. One transaction, about 12 WRU; none if the role is unchanged. The
 * transaction's conditions guarantee: a company that had an owner keeps one; the actor's role still allows the change;
 * a company has at most MOST_MEMBERS members and a user MOST_COMPANIES companies.
 */
export async function changeMember(change: MemberChange): Promise<MemberChanged> {
  return retryOnConflict(async () => {
    const { company, user, role, actor } = change;
    const [member, counts, acting] = await Promise.all([
      findMember(company, user),
      read<CountsItem>(memberCountsKey(company)),
      actor.isPlatform ? undefined : findMember(company, actor.subject),
    ]);
    if (!mayChangeRole(actor.isPlatform ? 'owner' : acting?.role, member?.role, role))
      return { kind: 'not-allowed' };
    if (member?.role === role) return { kind: 'done', member };
    const isLastOwner = counts?.owners?.size === 1 && counts.owners.has(user);
    if (isLastOwner && role !== 'owner') return { kind: 'last-owner' };
    if (!member && (counts?.count ?? 0) >= MOST_MEMBERS) return { kind: 'company-full' };
    if (!member && (await findCompanies(user)).length >= MOST_COMPANIES) return { kind: 'user-full' };
    const since = member?.since ?? change.operation.begunAt;
    const transaction = changing(change, member?.role, since);
    if (acting && acting.user !== user)
      transaction.check(memberKey(company, acting.user), roleIs('actor', acting.role));
    if (!(await transaction.commit())) return RETRY;
    return { kind: 'done', member: role && { user, role, since } };
  });
}

function changing(change: MemberChange, from: MemberRole | undefined, since: Instant): Transaction {
  const { company, user, role, actor, operation } = change;
  const transaction = new Transaction();
  const key = memberKey(company, user);
  const unchanged = from ? roleIs('from', from) : { when: ['attribute_not_exists(pk)'] };
  if (role) transaction.put({ ...key, user, role, since }, unchanged);
  else transaction.delete(key, unchanged);
  for (const part of countsOf(user, from, role)) transaction.update(memberCountsKey(company), part);
  if (!from || !role) transaction.update(companiesKey(user), companiesPart(company, role !== undefined));
  addAudit(transaction, {
    id: operation.id,
    at: operation.begunAt,
    by: actor.subject,
    action: from ? (role ? 'member.changed' : 'member.removed') : 'member.added',
    account: company,
    target: user,
    reason: null,
    detail: { from: from ?? null, to: role ?? null },
  });
  return transaction;
}

/** Returns the condition that a member has a role; `value` is its name in the expression. */
const roleIs = (value: string, role: MemberRole) => ({
  when: [`#role = :${value}`],
  names: { '#role': 'role' },
  values: { [`:${value}`]: role },
});

/**
 * Returns the update of the counts. A condition on the size of the set of owners keeps the last owner, even if several
 * leave concurrently.
 */
function countsOf(user: AccountId, from: MemberRole | undefined, to: MemberRole | undefined): Part[] {
  const counted: Part = { names: { '#count': 'count' }, add: ['#count :step'] };
  const parts: Part[] = [];
  if (!from)
    parts.push({
      ...counted,
      when: ['(attribute_not_exists(#count) OR #count < :most)'],
      values: { ':step': 1, ':most': MOST_MEMBERS },
    });
  if (!to) parts.push({ ...counted, values: { ':step': -1 } });
  const owner = { ':owner': new Set([user]) };
  if (to === 'owner') parts.push({ add: ['owners :owner'], values: owner });
  if (from === 'owner')
    parts.push({ drop: ['owners :owner'], when: ['size(owners) > :one'], values: { ...owner, ':one': 1 } });
  return parts;
}

const companiesPart = (company: AccountId, joins: boolean): Part => {
  const values = { ':company': new Set([company]) };
  if (!joins) return { drop: ['companies :company'], values };
  return {
    add: ['companies :company'],
    when: ['(attribute_not_exists(companies) OR size(companies) < :most)'],
    values: { ...values, ':most': MOST_COMPANIES },
  };
};

async function read<Item>(key: Key): Promise<Item | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: { ...key }, ConsistentRead: true }),
  );
  return Item as Item | undefined;
}

/** Lists the companies of which a user is a member, by name. One consistent read. */
export async function findCompanies(user: AccountId): Promise<readonly AccountId[]> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: companiesKey(user), ConsistentRead: true }),
  );
  return [...((Item?.companies as Set<AccountId> | undefined) ?? [])].sort();
}
