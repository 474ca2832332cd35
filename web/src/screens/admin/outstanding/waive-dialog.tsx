import { useTranslation } from 'react-i18next';
import { answered } from '../../../api/client.ts';
import type { Charge } from '../../../api/queries.ts';
import { useApp } from '../../../app/context.ts';
import { useFormat } from '../../../language/format.ts';
import { ChargeFacts } from '../charge-facts.tsx';
import { type Correction, CorrectionDialog } from '../correction.tsx';
import type { CorrectionBody } from '../correction-form.tsx';

interface WaiveDialogProps {
  /** Null: none, and the dialog is closed. */
  readonly debt: Charge | null;
  readonly onClose: () => void;
}

/** Lets a debt go. */
export function WaiveDialog({ debt, onClose }: WaiveDialogProps) {
  const correctionOf = useWaiver();
  return <CorrectionDialog correction={debt && correctionOf(debt)} onClose={onClose} />;
}

interface WaiverPlan {
  readonly charge: Charge;
  readonly reason: string;
}

function useWaiver(): (debt: Charge) => Correction<WaiverPlan> {
  const { t } = useTranslation();
  const format = useFormat();
  const { api } = useApp();
  const ask = ({ chargeId }: Charge, body: CorrectionBody, query: object, header: object) =>
    answered(
      api.POST('/v1/admin/charges/{chargeId}/waivers', {
        params: { path: { chargeId }, query, header },
        body,
      }),
    );
  return (debt) => ({
    title: t('admin.waiver.title'),
    account: debt.account,
    takesAmount: false,
    confirm: t('admin.waiver.do'),
    plan: async (body) => ({
      charge: await ask(debt, body, { preview: 'true' }, {}),
      reason: body.reason,
    }),
    show: (plan) => <Plan plan={plan} />,
    make: async (body, key) => {
      const { amount, account } = await ask(debt, body, {}, { 'Idempotency-Key': key });
      return t('admin.waiver.done', { amount: format.money(amount), account });
    },
  });
}

function Plan({ plan: { charge, reason } }: { readonly plan: WaiverPlan }) {
  const { t } = useTranslation();
  return (
    <>
      <ChargeFacts charge={charge} amountName={t('admin.waiver.amount')}>
        <dt>{t('admin.reason')}</dt>
        <dd>{reason}</dd>
      </ChargeFacts>
      <div className="rd-alert rd-alert--warning">{t('admin.waiver.frees')}</div>
    </>
  );
}
