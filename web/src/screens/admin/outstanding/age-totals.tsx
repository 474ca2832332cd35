import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../language/format.ts';
import { type MoneySum, shownSum } from '../queries.ts';

export interface Ages {
  readonly total: MoneySum;
  readonly buckets: readonly {
    readonly age: '0-7' | '8-30' | '31+';
    readonly count: number;
    readonly total: MoneySum;
  }[];
}

/** What is owed, by how many days ago it was charged. */
export function AgeTotals({ ages: { buckets } }: { readonly ages: Ages }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <dl className="admin-totals">
      {buckets.map(({ age, count, total }) => (
        <div key={age} className="rd-card admin-total">
          <dt>{t(`admin.outstanding.ages.${age}`)}</dt>
          <dd>{format.money(shownSum(total))}</dd>
          <dd className="rd-small">{t('charges.count', { count })}</dd>
        </div>
      ))}
    </dl>
  );
}
