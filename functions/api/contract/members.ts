import * as z from 'zod';
import type { AccountId } from '../../domain/accounts.ts';
import { MOST_COMPANIES, MOST_MEMBERS, memberRoles } from '../../domain/members.ts';
import type { ContractOf } from '../kernel/call.ts';
import { instant, listOf, listQuery } from './conventions.ts';

const company = z
  .string()
  .regex(/^company_[A-Za-z0-9-]{1,64}$/, 'Must be company_<id>. Only companies have members.')
  .transform((text) => text as AccountId)
  .meta({ description: 'A company.', example: 'company_42' });

const user = z
  .string()
  .regex(/^user_[A-Za-z0-9-]{1,64}$/, 'Must be user_<id>.')
  .transform((text) => text as AccountId)
  .meta({ description: 'A user.', example: 'user_001' });

const role = z.enum(memberRoles).meta({
  description:
    'All roles can act for the company. `admin` also manages admins and members, `owner` also manages owners.',
});

const member = z
  .object({
    user: z.string(),
    role,
    since: instant.meta({ description: 'When the user became a member.' }),
  })
  .meta({ id: 'Member' });

const REQUIRED_ROLE = 'Requires the role owner or admin in the company.';

/** Members of a company. The user pool adds memberships to the user's next access token. */
export const membersContract = {
  'GET /v1/accounts/{account}/members': {
    summary: 'List the members of a company',
    description: REQUIRED_ROLE,
    params: z.object({ account: company }),
    query: listQuery,
    answers: { 200: { description: 'Sorted by user id, descending.', schema: listOf(member) } },
  },
  'PUT /v1/accounts/{account}/members/{user}': {
    summary: 'Add a member, or change its role',
    description: `${REQUIRED_ROLE} Only owners grant or revoke the role \`owner\`. An administrator, or a machine client with \`members.write\`, adds the first owner. A company has at most ${MOST_MEMBERS} members, a user at most ${MOST_COMPANIES} companies.`,
    params: z.object({ account: company, user }),
    body: z.strictObject({ role }),
    answers: {
      200: { description: 'The member.', schema: member },
    },
  },
  'DELETE /v1/accounts/{account}/members/{user}': {
    summary: 'Remove a member',
    description: `${REQUIRED_ROLE} Existing access tokens of the user stay valid until they expire, within an hour.`,
    params: z.object({ account: company, user }),
    answers: { 204: { description: 'Removed. Repeating the request changes nothing.' } },
  },
} satisfies ContractOf<'members'>;
