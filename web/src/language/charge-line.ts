import { useTranslation } from 'react-i18next';
import { en } from './en.ts';
import { useFormat } from './format.ts';
import { hasWord } from './has-word.ts';
import { useMeterName } from './meter-name.ts';

/** What a charge is for, as far as its lines are about it. */
interface Subject {
  readonly kind?: string;
  readonly packType?: string;
  readonly meter?: string;
}

export interface ChargeLine {
  readonly kind?: string;
  readonly period?: string;
  readonly description: string;
}

/** A line of a charge, in the language of the page; one of no kind, or of one not known yet, as the API calls it. */
export function useChargeLine(): (subject: Subject, line: ChargeLine) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const meterName = useMeterName();
  return ({ packType = '', meter = '' }, { kind = '', period, description }) => {
    if (!hasWord(en.charges.lines, kind)) return description;
    const month = period === undefined ? '' : format.month(period);
    return t(`charges.lines.${kind}`, { description, pack: packType, meter: meterName(meter), month });
  };
}
