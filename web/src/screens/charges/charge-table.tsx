import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Charge } from '../../api/queries.ts';
import { useFormat } from '../../language/format.ts';
import { useChargeTitle } from './charge-title.ts';
import { ChargeBadge } from './status-badge.tsx';

const columns = ['date', 'what', 'status', 'amount', 'refunded'] as const;
const figures: readonly string[] = ['amount', 'refunded'];

export const ChargeTable = memo(({ charges }: { readonly charges: readonly Charge[] }) => {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="rd-table-frame" aria-label={t('charges.title')} tabIndex={0}>
      <table className="rd-table">
        <thead className="rd-table__head">
          <tr className="rd-table__row">
            {columns.map((column) => (
              <th
                key={column}
                className={`rd-table__heading${figures.includes(column) ? ' figure' : ''}`}
                scope="col"
              >
                {t(`charges.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="rd-table__body">
          {charges.map((charge) => (
            <ChargeRow key={charge.chargeId} charge={charge} />
          ))}
        </tbody>
      </table>
    </section>
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
