import { useTranslation } from 'react-i18next';
import { Choice } from '../../components/choice.tsx';
import type { Lease, leases } from './lease.ts';

interface LeaseChoiceProps<T extends Lease> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly T[];
  readonly onChange: (lease: T) => void;
}

/** For how long a slot is taken. */
export function LeaseChoice<T extends Lease>({ label, value, options, onChange }: LeaseChoiceProps<T>) {
  const { t } = useTranslation();
  return (
    <Choice
      label={label}
      value={nameOf(value)}
      options={options.map((lease) => ({ value: nameOf(lease), label: t(`slots.leases.${nameOf(lease)}`) }))}
      onChange={(name) => {
        const chosen = options.find((lease) => nameOf(lease) === name);
        if (chosen !== undefined) onChange(chosen);
      }}
    />
  );
}

type LeaseName = `for${Exclude<(typeof leases)[number], null>}` | 'open';
const nameOf = (lease: Lease): LeaseName => (lease === null ? 'open' : `for${lease}`);
