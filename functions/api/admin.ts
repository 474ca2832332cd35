import { auditPart } from './admin/audit.ts';
import { outstandingPart } from './admin/outstanding.ts';
import { packFigures, retirePack, setPackTerms } from './admin/packs.ts';
import { queueFigures } from './admin/queues.ts';
import { refundCharge } from './admin/refunds.ts';
import { revenueBetween } from './admin/revenue.ts';
import { reviewSubmission, submittedThemes } from './admin/themes.ts';
import { usageBetween } from './admin/usage.ts';
import { waiveCharge } from './admin/waivers.ts';
import { adminContract } from './contract/admin.ts';
import { auditedReads } from './kernel/audited-reads.ts';
import { endpoint } from './kernel/http.ts';
import { answerOnce } from './kernel/idempotency.ts';

/** The routes for administrators, one file per subject. */
export const handler = endpoint(adminContract, answerOnce, {
  'GET /v1/admin/revenue': revenueBetween,
  'GET /v1/admin/packs': packFigures,
  'PUT /v1/admin/packs/{packType}': setPackTerms,
  'DELETE /v1/admin/packs/{packType}': retirePack,
  'GET /v1/admin/usage': usageBetween,
  'GET /v1/admin/outstanding': outstandingPart,
  'GET /v1/admin/themes': submittedThemes,
  'POST /v1/admin/themes/{themeId}/review': reviewSubmission,
  'POST /v1/admin/charges/{chargeId}/refunds': refundCharge,
  'POST /v1/admin/charges/{chargeId}/waivers': waiveCharge,
  'GET /v1/admin/audit': auditPart,
  'GET /v1/admin/dead-letters': queueFigures,
}).use(auditedReads);
