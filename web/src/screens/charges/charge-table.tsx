import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Charge } from '../../api/queries.ts';
import { Table } from '../../components/table.tsx';
import { useChargeTitle } from '../../language/charge-title.ts';
import { useFormat } from '../../language/format.ts';
import { ChargeBadge } from './status-badge.tsx';

const columns = ['date', 'what', 'status', 'amount', 'refunded'] as const;
const figures: readonly string[] = ['amount', 'refunded'];

export const ChargeTable = memo(({ charges }: { readonly charges: readonly Charge[] }) => {
  const { t } = useTranslation();
  return (
    <Table
      label={t('charges.title')}
      columns={columns.map((column) => ({
        name: t(`charges.columns.${column}`),
        isFigure: figures.includes(column),
      }))}
    >
      {charges.map((charge) => (
        <ChargeRow key={charge.chargeId} charge={charge} />
      ))}
    </Table>
  );
});

/** Drawn again only when the charge has changed: a thousand of them stay light. */
const ChargeRow = memo(({ charge }: { readonly charge: Charge }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const titleOf = useChargeTitle();
  const { account, chargeId, createdAt, type, status, amount, refunded, dueAt, disputed } = charge;
  return (
    <tr className="rd-table__row">
      <td className="rd-table__cell charge__date">{format.date(createdAt)}</td>
      <td className="rd-table__cell charge__what">
        <Link className="rd-link" to="/accounts/$account/charges/$chargeId" params={{ account, chargeId }}>
          {titleOf(charge)}
        </Link>
        <small className="rd-small charge__type">{t(`charges.types.${type}`)}</small>
      </td>
      <td className="rd-table__cell">
        <ChargeBadge status={status} />
        {dueAt && (
          <small className="rd-small charge__type">{t('charges.due', { date: format.date(dueAt) })}</small>
        )}
        {disputed && <small className="rd-small charge__type">{t('charges.disputed')}</small>}
      </td>
      <td className="rd-table__cell figure">{format.money(amount)}</td>
      <td className="rd-table__cell figure">{refunded.amount > 0 && format.money(refunded)}</td>
    </tr>
  );
});
