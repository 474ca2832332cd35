import { useTranslation } from 'react-i18next';
import { Cell, RowHead, Table } from '../../../components/table.tsx';
import { useFormat } from '../../../language/format.ts';
import { useChargeType } from '../charge-type.ts';
import { type Revenue, shownSum } from '../queries.ts';
import { kinds } from './totals.tsx';

interface RevenueByTypeProps {
  readonly report: { readonly total: Revenue; readonly byType: Readonly<Record<string, Revenue>> };
}

/** The sums of the whole time, by what was charged for. */
export function RevenueByType({ report: { total, byType } }: RevenueByTypeProps) {
  const { t } = useTranslation();
  const typeName = useChargeType();
  const columns = [
    { name: t('admin.revenue.type') },
    ...kinds.map((kind) => ({ name: t(`admin.revenue.kinds.${kind}`), isFigure: true })),
  ];
  return (
    <div className="rd-section">
      <h2 className="rd-heading rd-heading--2">{t('admin.revenue.byType')}</h2>
      <Table
        label={t('admin.revenue.byType')}
        className="admin-table"
        columns={columns}
        foot={<RevenueRow name={t('admin.revenue.all')} revenue={total} />}
      >
        {Object.entries(byType).map(([type, revenue]) => (
          <RevenueRow key={type} name={typeName(type)} revenue={revenue} />
        ))}
      </Table>
    </div>
  );
}

function RevenueRow({ name, revenue }: { readonly name: string; readonly revenue: Revenue }) {
  const format = useFormat();
  return (
    <tr className="rd-table__row">
      <RowHead className="admin-row-head">{name}</RowHead>
      {kinds.map((kind) => (
        <Cell key={kind} isFigure>
          {format.money(shownSum(revenue[kind]))}
        </Cell>
      ))}
    </tr>
  );
}
