import '../../styles/admin.css';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answered } from '../../api/client.ts';
import type { Charge } from '../../api/queries.ts';
import { useApp } from '../../app/context.ts';
import { type Money, useFormat } from '../../language/format.ts';
import { ChargeFacts } from './charge-facts.tsx';
import { type Correction, CorrectionDialog } from './correction.tsx';
import type { CorrectionBody } from './correction-form.tsx';

interface RefundPlan {
  readonly refund: Charge;
  readonly left: Money;
  readonly takesBack: string | null;
}

/** For admins, of a charge that was paid: gives the money back, in part or whole. */
export function RefundButton({ charge }: { readonly charge: Charge }) {
  const { t } = useTranslation();
  const { session } = useApp();
  const [isOpen, setIsOpen] = useState(false);
  if (!session.isAdmin) return null;
  const isPaid = charge.status === 'succeeded' && charge.type !== 'refund';
  return (
    <>
      {isPaid && (
        <button type="button" className="rd-button rd-button--outlined" onClick={() => setIsOpen(true)}>
          {t('admin.refund.open')}
        </button>
      )}
      {/* It stays when the charge is no longer one that was paid: it has to say what it did. */}
      <RefundDialog charge={isOpen ? charge : null} onClose={() => setIsOpen(false)} />
    </>
  );
}

interface RefundDialogProps {
  /** Null: none, and the dialog is closed. */
  readonly charge: Charge | null;
  readonly onClose: () => void;
}

function RefundDialog({ charge, onClose }: RefundDialogProps) {
  const correctionOf = useRefund();
  return <CorrectionDialog correction={charge && correctionOf(charge)} onClose={onClose} />;
}

function useRefund(): (charge: Charge) => Correction<RefundPlan> {
  const { t } = useTranslation();
  const format = useFormat();
  const { api } = useApp();
  const ask = (charge: Charge, body: CorrectionBody, query: object, header: object) =>
    answered(
      api.POST('/v1/admin/charges/{chargeId}/refunds', {
        params: { path: { chargeId: charge.chargeId }, query, header },
        body,
      }),
    );
  return (charge) => ({
    title: t('admin.refund.title'),
    account: charge.account,
    takesAmount: true,
    confirm: t('admin.refund.do'),
    plan: async (body) => {
      const answer = await ask(charge, body, { preview: 'true' }, {});
      if ('refund' in answer) return answer;
      throw new Error('A preview was asked for, and something else was answered.');
    },
    show: (plan) => <Plan charge={charge} plan={plan} />,
    make: async (body, key) => {
      const answer = await ask(charge, body, {}, { 'Idempotency-Key': key });
      if ('refund' in answer) throw new Error('Nothing was given back: a plan was answered.');
      const amount = format.money(answer.amount);
      return t(answer.status === 'pending' ? 'admin.refund.underWay' : 'admin.refund.done', { amount });
    },
  });
}

function Plan({ charge, plan }: { readonly charge: Charge; readonly plan: RefundPlan }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { refund, left, takesBack } = plan;
  return (
    <>
      <ChargeFacts charge={{ ...charge, amount: refund.amount }} amountName={t('admin.refund.given')}>
        <dt>{t('admin.refund.left')}</dt>
        <dd>{format.money(left)}</dd>
        <dt>{t('admin.reason')}</dt>
        <dd>{refund.reason}</dd>
      </ChargeFacts>
      <div className={`rd-alert rd-alert--${takesBack === null ? 'info' : 'warning'}`}>
        {takesBack === null ? t('admin.refund.keeps') : t('admin.refund.takesBack')}
      </div>
    </>
  );
}
