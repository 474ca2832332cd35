import { useTranslation } from 'react-i18next';
import type { Pack } from '../api/queries.ts';
import { useQuotas } from '../app/quotas.ts';
import { useFormat } from './format.ts';
import { useMeterName } from './meter-name.ts';

/** An amount of a meter in its unit: `10 GB`. */
export function useMeterAmount(): (meter: string, amount: number) => string {
  const quotas = useQuotas();
  const format = useFormat();
  return (meter, amount) => format.amount(amount, quotas.get(meter)?.unit ?? meter);
}

/** A pack in the language of the page: as the API calls it, or by what it gives. */
export function usePackName(): (pack: Pick<Pack, 'name' | 'grants' | 'durationDays'>) => string {
  const { t } = useTranslation();
  const meterName = useMeterName();
  const amountOf = useMeterAmount();
  return ({ name, grants, durationDays }) => {
    const given = Object.entries(grants).map(([meter, amount]) =>
      t('packs.grant', { meter: meterName(meter), amount: amountOf(meter, amount) }),
    );
    const words = { name, grants: given.join(t('packs.and')) };
    return durationDays === null
      ? t('packs.name', words)
      : t('packs.nameForDays', { ...words, days: durationDays });
  };
}
