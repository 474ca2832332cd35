import { AUDIT_PREFIX, auditObjectKey } from '../../../functions/domain/reports/audit-archive.ts';

it('names the object of a batch by its first and last change, so that the same batch is one object', () => {
  expect(auditObjectKey('100', '200')).toBe(`${AUDIT_PREFIX}100-200.jsonl`);
  expect(auditObjectKey('100', '201')).not.toBe(auditObjectKey('100', '200'));
});
