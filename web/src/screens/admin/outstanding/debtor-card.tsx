import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Charge } from '../../../api/queries.ts';
import { Cell, RowHead, Table } from '../../../components/table.tsx';
import { useChargeTitle } from '../../../language/charge-title.ts';
import { useFormat } from '../../../language/format.ts';
import { useServiceTime } from '../platform.ts';
import { type MoneySum, shownSum } from '../queries.ts';

interface Debtor {
  readonly account: string;
  readonly total: MoneySum;
  readonly oldest: string;
  readonly charges: readonly Charge[];
}

interface DebtorCardProps {
  readonly debtor: Debtor;
  readonly onWaive: (debt: Charge) => void;
}

/** One account and what it owes, the oldest first. */
export function DebtorCard({ debtor: { account, total, charges }, onWaive }: DebtorCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const id = useId();
  const columns = [
    { name: t('charges.columns.what') },
    { name: t('admin.outstanding.charged') },
    { name: t('charges.receipt.due') },
    { name: t('charges.columns.amount'), isFigure: true },
    { name: t('admin.packs.columns.action') },
  ];
  return (
    <section className="rd-card rd-section" aria-labelledby={id}>
      <div className="row">
        <h2 id={id} className="rd-heading rd-heading--3">
          <Link className="rd-link" to="/accounts/$account" params={{ account }}>
            {account}
          </Link>
        </h2>
        <strong className="rd-price">{format.money(shownSum(total))}</strong>
      </div>
      <Table label={t('admin.outstanding.of', { account })} columns={columns} className="admin-table">
        {charges.map((charge) => (
          <DebtRow key={charge.chargeId} charge={charge} onWaive={onWaive} />
        ))}
      </Table>
      <Link
        className="rd-link"
        to="/accounts/$account/charges"
        params={{ account }}
        search={{ status: 'succeeded' }}
      >
        {t('admin.outstanding.refundInstead')}
      </Link>
    </section>
  );
}

function DebtRow({ charge, onWaive }: { readonly charge: Charge; readonly onWaive: (debt: Charge) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useServiceTime();
  const titleOf = useChargeTitle();
  const { account, chargeId, createdAt, dueAt, amount } = charge;
  const isOverdue = now !== undefined && dueAt !== null && Date.parse(dueAt) <= now;
  return (
    <tr className="rd-table__row">
      <RowHead className="admin-row-head">
        <Link className="rd-link" to="/accounts/$account/charges/$chargeId" params={{ account, chargeId }}>
          {titleOf(charge)}
        </Link>
      </RowHead>
      <Cell>
        {format.date(createdAt)}
        {now !== undefined && (
          <small className="rd-small admin-note">{format.relative(createdAt, now)}</small>
        )}
      </Cell>
      <Cell>
        {dueAt && format.date(dueAt)}{' '}
        {isOverdue && <span className="rd-badge rd-badge--danger">{t('admin.outstanding.overdue')}</span>}
      </Cell>
      <Cell isFigure>{format.money(amount)}</Cell>
      <Cell>
        <button type="button" className="rd-button rd-button--outlined" onClick={() => onWaive(charge)}>
          {t('admin.waiver.open')}
        </button>
      </Cell>
    </tr>
  );
}
