import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../language/format.ts';
import { type Revenue, shownSum } from '../queries.ts';

export const kinds = ['gross', 'refunds', 'net', 'creatorShare'] as const;

export function Totals({ revenue }: { readonly revenue: Revenue }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <dl className="admin-totals">
      {kinds.map((kind) => (
        <div key={kind} className="rd-card admin-total">
          <dt>{t(`admin.revenue.kinds.${kind}`)}</dt>
          <dd>{format.money(shownSum(revenue[kind]))}</dd>
          <dd className="rd-small">{t(`admin.revenue.meanings.${kind}`)}</dd>
        </div>
      ))}
    </dl>
  );
}
