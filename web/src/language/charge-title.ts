import { useTranslation } from 'react-i18next';
import type { Charge } from '../api/queries.ts';
import { useFormat } from './format.ts';
import { useMeterName } from './meter-name.ts';

/** What a charge is for, in the language of the page. */
export function useChargeTitle(): (charge: Pick<Charge, 'subject' | 'reason'>) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const meterName = useMeterName();
  return ({ subject, reason }) => {
    switch (subject.kind) {
      case 'purchase':
      case 'renewal':
        return t(`charges.titles.${subject.kind}`, { reason, pack: subject.packType });
      case 'overage': {
        const month = format.month(subject.period);
        return t('charges.titles.overage', { reason, meter: meterName(subject.meter), month });
      }
      case 'theme':
        return t('charges.titles.theme', { reason });
      case 'refund':
        return t('charges.titles.refund', { reason });
    }
  };
}
