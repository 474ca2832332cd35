import { iso } from '../../domain/time.ts';
import type { AuditLine } from '../../store/audit/audit.ts';
import { listAudit, listAuditOf } from '../../store/audit/audit-log.ts';
import type { adminContract } from '../contract/admin.ts';
import type { Answer, Call } from '../kernel/call.ts';

type AuditCall = Call<(typeof adminContract)['GET /v1/admin/audit']>;

export async function auditPart({ query: { account, ...part }, now }: AuditCall): Promise<Answer> {
  const { items, nextCursor } = account ? await listAuditOf(account, part) : await listAudit(part, now);
  return { status: 200, body: { items: items.map(lineView), nextCursor } };
}

const lineView = ({ id, at, by, action, account, target, reason, detail }: AuditLine) => ({
  id,
  at: iso(at),
  by,
  action,
  account,
  target,
  reason,
  detail: detail ?? null,
});
