import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { More } from '../../components/more.tsx';
import { Cell, RowHead, Table } from '../../components/table.tsx';
import { useFormat } from '../../language/format.ts';
import { useMeterName } from '../../language/meter-name.ts';
import { type Adjustment, adjustmentsOf } from './queries.ts';

const columns = ['what', 'kind', 'due', 'amount'] as const;
const HEADING = 'adjustments-heading';

/** What corrections of closed months have come to and the next close takes up; nothing where nothing waits. */
export function Adjustments() {
  const { t } = useTranslation();
  const { api } = useApp();
  const adjustments = useInfiniteQuery(adjustmentsOf(api, useAccount()));
  const items = adjustments.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0) return null;
  return (
    <section className="adjustments" aria-labelledby={HEADING}>
      <h2 id={HEADING}>{t('charges.adjustments.title')}</h2>
      <p className="rd-small">{t('charges.adjustments.about')}</p>
      <Table
        labelledBy={HEADING}
        columns={columns.map((column) => ({
          name: t(`charges.adjustments.columns.${column}`),
          isFigure: column === 'amount',
        }))}
      >
        {items.map((adjustment) => (
          <AdjustmentRow key={`${adjustment.meter} ${adjustment.period.start}`} adjustment={adjustment} />
        ))}
      </Table>
      <More query={adjustments} />
    </section>
  );
}

function AdjustmentRow({ adjustment }: { readonly adjustment: Adjustment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const meterName = useMeterName();
  const { kind, meter, period, amount, dueAt } = adjustment;
  return (
    <tr className="rd-table__row">
      <RowHead>
        {t('charges.adjustments.of', { meter: meterName(meter), month: format.month(period.start) })}
      </RowHead>
      <Cell>{t(`charges.adjustments.kinds.${kind}`)}</Cell>
      <Cell>{format.date(dueAt)}</Cell>
      <Cell isFigure>{format.money(amount)}</Cell>
    </tr>
  );
}
