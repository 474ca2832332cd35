import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal } from '../../api/refusal.ts';
import { useFaultText } from '../../language/fault-text.ts';
import { type Money, useFormat } from '../../language/format.ts';
import { Radios } from '../radios.tsx';
import { type Method, useMethods } from './methods.ts';

interface PayFormProps {
  readonly amount: Money;
  readonly method: string;
  readonly onMethod: (method: Method) => void;
  /** Why the last try did not succeed. */
  readonly fault: Error | null;
  readonly isPaying: boolean;
  readonly onPay: () => void;
  readonly onClose: () => void;
  /** What is paid for. */
  readonly children: ReactNode;
}

export function PayForm(props: PayFormProps) {
  const { amount, method, onMethod, fault, isPaying, onPay, onClose, children } = props;
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <form
      className="paying"
      onSubmit={(event) => {
        event.preventDefault();
        onPay();
      }}
    >
      {children}
      <MethodChoice method={method} onMethod={onMethod} isDisabled={isPaying} />
      <p className="rd-small paying__note">{t('paying.noRenewal')}</p>
      {fault && !isPaying && <NotPaid fault={fault} />}
      <div className="rd-actions">
        <button type="submit" className="rd-button rd-button--primary" disabled={isPaying}>
          {isPaying ? t('paying.paying') : t('paying.pay', { amount: format.money(amount) })}
        </button>
        <button type="button" className="rd-button rd-button--outlined" onClick={onClose}>
          {t('shell.cancel')}
        </button>
      </div>
    </form>
  );
}

function MethodChoice({
  method,
  onMethod,
  isDisabled,
}: {
  readonly method: string;
  readonly onMethod: (method: Method) => void;
  readonly isDisabled: boolean;
}) {
  const { t } = useTranslation();
  const methods = useMethods();
  return (
    <Radios
      label={t('paying.method')}
      value={method}
      options={methods.map((value) => ({ value, label: t(`paying.methods.${value}`) }))}
      onChoice={onMethod}
      isDisabled={isDisabled}
    />
  );
}

/** Why it was not paid; the way on is another method, or to try again. */
function NotPaid({ fault }: { readonly fault: Error }) {
  const { t } = useTranslation();
  const faultText = useFaultText();
  const isDeclined = fault instanceof Refusal && fault.code === 'payment-declined';
  return (
    <div className="rd-alert rd-alert--danger" role="alert">
      <strong className="rd-alert__title">{t(isDeclined ? 'paying.declined' : 'paying.failed')}</strong>{' '}
      {faultText(fault).join(' ')}
    </div>
  );
}
