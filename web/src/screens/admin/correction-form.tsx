import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Fault } from '../../components/fault.tsx';
import { LongTextField, TextField } from '../../components/field.tsx';
import { Radios } from '../../components/radios.tsx';
import type { Money } from '../../language/format.ts';
import { readMoney } from './packs/amounts.ts';
import { Step } from './step.tsx';

/** Why money is given back or let go; `amount`, when it is a part. */
export interface CorrectionBody {
  readonly reason: string;
  readonly amount?: Money;
}

/** What stands in the form. */
export interface Written {
  readonly reason: string;
  readonly isWhole: boolean;
  readonly amount: string;
}

interface CorrectionFormProps {
  readonly written: Written;
  readonly takesAmount: boolean;
  readonly fault: Error | null;
  readonly isBusy: boolean;
  readonly onWritten: (written: Written) => void;
  readonly onBody: (body: CorrectionBody) => void;
  readonly onClose: () => void;
}

export function CorrectionForm(props: CorrectionFormProps) {
  const { written, takesAmount, fault, isBusy, onWritten, onBody, onClose } = props;
  const { t } = useTranslation();
  const [isWrong, setIsWrong] = useState(false);
  const { reason, isWhole, amount } = written;
  const submit = () => {
    const read = isWhole ? undefined : readMoney(amount);
    setIsWrong(read === null);
    if (read === null) return;
    const part = read === undefined ? {} : { amount: { amount: read, currency: 'CNY' } };
    onBody({ reason: reason.trim(), ...part });
  };
  return (
    <Step>
      <form
        className="admin-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {takesAmount && <AmountChoice written={written} isWrong={isWrong} onWritten={onWritten} />}
        <LongTextField
          label={t('admin.reason')}
          value={reason}
          hint={t('admin.reasonHint')}
          longest={500}
          isNeeded
          onText={(text) => onWritten({ ...written, reason: text })}
        />
        <Fault fault={fault} />
        <div className="rd-actions">
          <button
            type="submit"
            className="rd-button rd-button--primary"
            disabled={isBusy || reason.trim() === ''}
          >
            {t('admin.review')}
          </button>
          <button type="button" className="rd-button rd-button--outlined" onClick={onClose}>
            {t('shell.cancel')}
          </button>
        </div>
      </form>
    </Step>
  );
}

interface AmountChoiceProps extends Pick<CorrectionFormProps, 'written' | 'onWritten'> {
  readonly isWrong: boolean;
}

function AmountChoice({ written, isWrong, onWritten }: AmountChoiceProps) {
  const { t } = useTranslation();
  const { isWhole, amount } = written;
  return (
    <>
      <Radios
        label={t('admin.refund.howMuch')}
        value={isWhole ? 'whole' : 'part'}
        options={(['whole', 'part'] as const).map((value) => ({ value, label: t(`admin.refund.${value}`) }))}
        onChoice={(choice) => onWritten({ ...written, isWhole: choice === 'whole' })}
      />
      {!isWhole && (
        <TextField
          label={t('admin.refund.amount')}
          value={amount}
          inputMode="decimal"
          autoComplete="off"
          required
          fault={isWrong ? t('admin.packs.faults.price') : null}
          onText={(text) => onWritten({ ...written, amount: text })}
        />
      )}
    </>
  );
}
