import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../components/choice.tsx';
import { Fault } from '../../components/fault.tsx';
import { amountIn, type CountingUnit, countingUnits } from '../../language/amount.ts';

interface AmountFormProps {
  readonly unit: string;
  readonly isAsking: boolean;
  readonly fault: Error | null;
  readonly onAmount: (amount: number) => void;
  readonly onClose: () => void;
}

/** How much more, in units that people count in. */
export function AmountForm({ unit, isAsking, fault, onAmount, onClose }: AmountFormProps) {
  const { t } = useTranslation();
  const units = countingUnits(unit);
  const [counted, setCounted] = useState<CountingUnit>(units[0]);
  const [text, setText] = useState('1');
  const [isWrong, setIsWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const amount = amountIn(text, counted);
    setIsWrong(amount === null);
    if (amount !== null) onAmount(amount);
  };
  return (
    <form className="overage-form" noValidate onSubmit={submit}>
      <div className="overage-form__row">
        <AmountField text={text} isWrong={isWrong} onText={setText} />
        {units.length > 1 && (
          <Choice
            label={t('overage.dialog.unit')}
            value={counted.name}
            options={units.map(({ name }) => ({ value: name, label: t(`overage.dialog.units.${name}`) }))}
            onChange={(name) => setCounted(units.find((each) => each.name === name) ?? units[0])}
          />
        )}
      </div>
      <fieldset className="rd-fieldset overage-form__suggested">
        <legend className="rd-small">{t('overage.dialog.suggest')}</legend>
        {counted.suggested.map((amount) => (
          <button
            key={amount}
            type="button"
            className="rd-button rd-button--outlined"
            onClick={() => setText(String(amount))}
          >
            {amount} {t(`overage.dialog.units.${counted.name}`)}
          </button>
        ))}
      </fieldset>
      <Fault fault={fault} />
      <p className="rd-actions rd-dialog__actions">
        <button type="submit" className="rd-button rd-button--primary" disabled={isAsking}>
          {t(isAsking ? 'overage.dialog.quoting' : 'overage.dialog.quote')}
        </button>
        <button type="button" className="rd-button rd-button--outlined" onClick={onClose}>
          {t('shell.cancel')}
        </button>
      </p>
    </form>
  );
}

interface AmountFieldProps {
  readonly text: string;
  readonly isWrong: boolean;
  readonly onText: (text: string) => void;
}

function AmountField({ text, isWrong, onText }: AmountFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <div className={`rd-field${isWrong ? ' rd-field--invalid' : ''}`}>
      <label className="choice__label" htmlFor={id}>
        {t('overage.dialog.amount')}
      </label>
      <input
        id={id}
        ref={field}
        className="rd-input"
        type="text"
        inputMode="decimal"
        value={text}
        aria-invalid={isWrong}
        aria-describedby={`${id}-error`}
        onChange={({ target }) => onText(target.value)}
      />
      <p id={`${id}-error`} role="alert" className={isWrong ? 'rd-error' : undefined}>
        {isWrong && t('overage.dialog.wrong')}
      </p>
    </div>
  );
}
