import { useTranslation } from 'react-i18next';
import type { Charge } from '../api/queries.ts';
import { useFormat } from './format.ts';
import { useMeterName } from './meter-name.ts';

/** What a charge is for, in the language of the page. */
export function useChargeTitle(): (charge: Pick<Charge, 'subject' | 'reason'>) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const meterName = useMeterName();
  return ({ subject, reason }) =>
    t(`charges.titles.${subject.kind}`, {
      reason,
      pack: 'packType' in subject ? subject.packType : '',
      meter: 'meter' in subject ? meterName(subject.meter) : '',
      month: 'period' in subject ? format.month(subject.period) : '',
    });
}
