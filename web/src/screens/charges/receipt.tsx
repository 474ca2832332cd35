import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Charge } from '../../api/queries.ts';
import { Cell, Table } from '../../components/table.tsx';
import { useChargeLine } from '../../language/charge-line.ts';
import { useChargeTitle } from '../../language/charge-title.ts';
import { useFailureText } from '../../language/failure-text.ts';
import { useFormat } from '../../language/format.ts';
import { useMeterAmount } from '../../language/pack-name.ts';
import { ChargeBadge } from './status-badge.tsx';

/** A charge as it is printed: by whom, for whom, for what, how much, and what became of it. */
export function Receipt({ charge }: { readonly charge: Charge }) {
  const { t } = useTranslation();
  const titleOf = useChargeTitle();
  return (
    <article className="rd-card receipt" aria-labelledby="receipt">
      <header className="receipt__head">
        <div>
          <p className="receipt__seller">{t('shell.brand')}</p>
          <h2 id="receipt" className="rd-heading rd-heading--2">
            {t(`charges.receipt.kinds.${kindOf(charge)}`)}
          </h2>
          <p className="rd-text">{titleOf(charge)}</p>
        </div>
        <ChargeBadge status={charge.status} />
      </header>
      <Facts charge={charge} />
      <Lines charge={charge} />
    </article>
  );
}

/** What this paper is: of money that has not come it is no receipt. */
const kindOf = ({ type, status }: Charge): 'creditNote' | 'receipt' | 'bill' =>
  type === 'refund' ? 'creditNote' : status === 'succeeded' || status === 'refunded' ? 'receipt' : 'bill';

function Facts({ charge }: { readonly charge: Charge }) {
  const { t } = useTranslation();
  const format = useFormat();
  const failureText = useFailureText();
  const { chargeId, account, type, createdAt, settledAt, dueAt, disputed, subject } = charge;
  const facts = [
    ['seller', t('shell.brand')],
    ['account', account],
    ['number', chargeId],
    ['type', t(`charges.types.${type}`)],
    ['created', format.time(createdAt)],
    ['settled', settledAt && format.time(settledAt)],
    ['due', dueAt && format.time(dueAt)],
    ['failure', failureText(charge)],
    ['dispute', disputed ? t('charges.disputed') : null],
  ] as const;
  return (
    <dl className="receipt__facts">
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name} className="receipt__fact">
            <dt>{t(`charges.receipt.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      {subject.kind === 'refund' && (
        <div className="receipt__fact">
          <dt>{t('charges.receipt.refundOf')}</dt>
          <dd>
            <Link
              className="rd-link"
              to="/accounts/$account/charges/$chargeId"
              params={{ account, chargeId: subject.chargeId }}
            >
              {subject.chargeId}
            </Link>
          </dd>
        </div>
      )}
    </dl>
  );
}

function Lines({ charge }: { readonly charge: Charge }) {
  const { t } = useTranslation();
  const format = useFormat();
  const lineText = useChargeLine();
  const quantityOf = useQuantity(charge);
  const { subject, lines, amount, refunded } = charge;
  return (
    <Table
      labelledBy="receipt"
      columns={[
        { name: t('charges.receipt.line') },
        { name: t('charges.receipt.quantity'), isFigure: true },
        { name: t('charges.columns.amount'), isFigure: true },
      ]}
      foot={
        <>
          <Sum name={t('charges.receipt.total')} sum={format.money(amount)} />
          {refunded.amount > 0 && <Sum name={t('charges.receipt.refunded')} sum={format.money(refunded)} />}
        </>
      }
    >
      {lines.map((line) => (
        <tr key={`${line.description} ${line.quantity} ${line.amount.amount}`} className="rd-table__row">
          <Cell>{lineText(subject, line)}</Cell>
          <Cell isFigure>{quantityOf(line)}</Cell>
          <Cell isFigure>{format.money(line.amount)}</Cell>
        </tr>
      ))}
    </Table>
  );
}

const Sum = ({ name, sum }: { readonly name: string; readonly sum: string }) => (
  <tr className="rd-table__row">
    <th className="rd-table__cell" scope="row" colSpan={2}>
      {name}
    </th>
    <Cell isFigure>
      <strong>{sum}</strong>
    </Cell>
  </tr>
);

/** Overage is told in the unit of its meter, all else in pieces. */
function useQuantity({ subject }: Charge): (line: Charge['lines'][number]) => string {
  const format = useFormat();
  const amountOf = useMeterAmount();
  return ({ kind, quantity }) =>
    subject.kind === 'overage' && kind !== 'correction'
      ? amountOf(subject.meter, quantity)
      : format.number(quantity);
}
