import { useTranslation } from 'react-i18next';
import { answered } from '../../api/client.ts';
import type { Charge } from '../../api/queries.ts';
import { useApp } from '../../app/context.ts';
import { type Order, PayDialog } from '../../components/paying/pay-dialog.tsx';
import { useChargeTitle } from '../../language/charge-title.ts';
import { type Money, useFormat } from '../../language/format.ts';

interface DebtPlan {
  readonly charge: Charge;
  readonly amount: Money;
}

/** Pays what is owed, whole. Null: nothing is being paid. */
export function PayDebt({
  charge,
  onClose,
}: {
  readonly charge: Charge | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { api } = useApp();
  const orderOf = ({ account, chargeId }: Charge): Order<DebtPlan> => {
    const settle = (paymentMethod: string, key: string, preview: 'true' | 'false') =>
      answered(
        api.POST('/v1/accounts/{account}/charges/{chargeId}/payments', {
          params: { path: { account, chargeId }, query: { preview }, header: { 'Idempotency-Key': key } },
          body: { paymentMethod },
        }),
      );
    return {
      title: t('charges.pay.title'),
      account,
      name: ['debt', chargeId],
      chargeId,
      plan: async (method) => {
        const answer = await settle(method, 'preview', 'true');
        if ('amount' in answer) return answer;
        throw new Error('A preview was asked for, and something else was answered.');
      },
      pay: async (method, key) => {
        const answer = await settle(method, key, 'false');
        if ('amount' in answer) throw new Error('Nothing was paid: a plan was answered.');
        return answer;
      },
      show: (plan) => <Debt plan={plan} />,
    };
  };
  return <PayDialog order={charge && orderOf(charge)} onClose={onClose} />;
}

function Debt({ plan: { charge, amount } }: { readonly plan: DebtPlan }) {
  const { t } = useTranslation();
  const format = useFormat();
  const titleOf = useChargeTitle();
  return (
    <dl className="facts">
      <dt>{t('charges.pay.what')}</dt>
      <dd>{titleOf(charge)}</dd>
      <dt>{t('charges.pay.account')}</dt>
      <dd>{charge.account}</dd>
      <dt>{t('charges.pay.amount')}</dt>
      <dd>
        <strong className="rd-price">{format.money(amount)}</strong>
      </dd>
    </dl>
  );
}
