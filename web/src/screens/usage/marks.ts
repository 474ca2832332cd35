import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import type { Mark } from '../../components/chart/series.ts';
import { usePackName } from '../../language/pack-name.ts';
import { boughtBy } from './reading.ts';

/** When packs of a meter came and went, or will. */
export function useMarks(meter: string): readonly Mark[] {
  const { t } = useTranslation();
  const { api } = useApp();
  const packName = usePackName();
  const bought = useQuery(boughtBy(api, useAccount()));
  return (bought.data ?? [])
    .filter(({ terms }) => meter in terms.grants)
    .flatMap(({ startsAt, endsAt, terms }) => [
      ...(startsAt ? [{ at: startsAt, label: t('usage.begins', { pack: packName(terms) }) }] : []),
      ...(endsAt ? [{ at: endsAt, label: t('usage.ends', { pack: packName(terms) }) }] : []),
    ]);
}
