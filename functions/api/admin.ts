import { auditPart } from './admin/audit.ts';
import { outstandingPart } from './admin/outstanding.ts';
import { packFigures, retirePack, setPackTerms } from './admin/packs.ts';
import { refundCharge } from './admin/refunds.ts';
import { revenueBetween } from './admin/revenue.ts';
import { usageBetween } from './admin/usage.ts';
import { waiveCharge } from './admin/waivers.ts';
import { adminContract } from './contract/admin.ts';
import { endpoint } from './http.ts';
import { answerOnce } from './idempotency.ts';

/** What only administrators may call, a file each. */
export const handler = endpoint(adminContract, answerOnce, {
  'GET /v1/admin/revenue': revenueBetween,
  'GET /v1/admin/packs': packFigures,
  'PUT /v1/admin/packs/{packType}': setPackTerms,
  'DELETE /v1/admin/packs/{packType}': retirePack,
  'GET /v1/admin/usage': usageBetween,
  'GET /v1/admin/outstanding': outstandingPart,
  'POST /v1/admin/charges/{chargeId}/refunds': refundCharge,
  'POST /v1/admin/charges/{chargeId}/waivers': waiveCharge,
  'GET /v1/admin/audit': auditPart,
});
