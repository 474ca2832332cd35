import { managesMembers, mayChangeRole, memberRoles } from '../../functions/domain/members.ts';

describe('the members of a company', () => {
  it('are managed by owners and administrators', () => {
    expect([...memberRoles, undefined].map(managesMembers)).toEqual([true, true, false, false]);
  });

  it('become and cease to be owners by owners alone', () => {
    for (const [from, to] of [
      ['owner', 'member'],
      ['member', 'owner'],
      ['owner', undefined],
      [undefined, 'owner'],
    ] as const) {
      expect(mayChangeRole('owner', from, to)).toBe(true);
      expect(mayChangeRole('admin', from, to)).toBe(false);
    }
  });

  it('of other roles are changed by administrators, too, and by no plain member', () => {
    expect(mayChangeRole('admin', 'member', 'admin')).toBe(true);
    expect(mayChangeRole('admin', undefined, 'member')).toBe(true);
    expect(mayChangeRole('member', 'member', undefined)).toBe(false);
    expect(mayChangeRole(undefined, 'member', 'admin')).toBe(false);
  });
});
