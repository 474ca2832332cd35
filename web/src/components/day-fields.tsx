import { useTranslation } from 'react-i18next';
import { TextField } from './field.tsx';
import { daysOf, type Span, timesOf } from './span.ts';

interface DayFieldsProps {
  readonly span: Span;
  readonly onChosen: (times: { readonly from: string; readonly to: string }) => void;
}

/** The first and the last day of a chosen time. */
export function DayFields({ span, onChosen }: DayFieldsProps) {
  const { t } = useTranslation();
  const { first, last } = daysOf(span);
  const choose = (first: string, last: string) => {
    const times = timesOf(first, last);
    if (times) onChosen(times);
  };
  return (
    <>
      <DayField label={t('usage.from')} value={first} onChange={(day) => choose(day, last)} />
      <DayField label={t('usage.to')} value={last} onChange={(day) => choose(first, day)} />
    </>
  );
}

interface DayFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (day: string) => void;
}

function DayField({ label, value, onChange }: DayFieldProps) {
  return (
    <TextField
      label={label}
      look={{ frame: 'choice', label: 'choice__label' }}
      type="date"
      min="2000-01-01"
      max="2999-12-31"
      value={value}
      onText={onChange}
    />
  );
}
