import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Charge } from '../../api/queries.ts';
import { useChargeTitle } from '../../language/charge-title.ts';
import { useFormat } from '../../language/format.ts';

interface ChargeFactsProps {
  readonly charge: Pick<Charge, 'account' | 'amount' | 'subject' | 'reason'>;
  /** What the amount is. */
  readonly amountName: string;
  readonly children?: ReactNode;
}

/** Which charge something is done about, whose it is, and how much of it. */
export function ChargeFacts({ charge, amountName, children }: ChargeFactsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const titleOf = useChargeTitle();
  return (
    <dl className="facts">
      <dt>{t('charges.pay.what')}</dt>
      <dd>{titleOf(charge)}</dd>
      <dt>{t('admin.account')}</dt>
      <dd>{charge.account}</dd>
      <dt>{amountName}</dt>
      <dd>
        <strong className="rd-price">{format.money(charge.amount)}</strong>
      </dd>
      {children}
    </dl>
  );
}
