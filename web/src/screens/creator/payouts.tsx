import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { More } from '../../components/more.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { Cell, Table } from '../../components/table.tsx';
import { useFormat } from '../../language/format.ts';
import { type Payout, payoutsOf } from './earning-queries.ts';

const columns = ['begun', 'state', 'to', 'settled', 'amount'] as const;

/** What was paid out, the latest first. */
export function Payouts() {
  const { t } = useTranslation();
  const { api } = useApp();
  const payouts = useInfiniteQuery(payoutsOf(api, useAccount()));
  return (
    <section className="rd-section">
      <h2 id="payouts" className="rd-heading rd-heading--2">
        {t('earnings.payouts.title')}
      </h2>
      <Loaded query={payouts}>
        {({ pages }) =>
          pages[0]?.items.length === 0 ? (
            <Empty>{t('earnings.payouts.none')}</Empty>
          ) : (
            <PayoutTable payouts={pages.flatMap(({ items }) => items)} />
          )
        }
      </Loaded>
      <More query={payouts} />
    </section>
  );
}

function PayoutTable({ payouts }: { readonly payouts: readonly Payout[] }) {
  const { t } = useTranslation();
  return (
    <Table
      labelledBy="payouts"
      columns={columns.map((column) => ({
        name: t(`earnings.payouts.columns.${column}`),
        isFigure: column === 'amount',
      }))}
    >
      {payouts.map((payout) => (
        <PayoutRow key={payout.payoutId} payout={payout} />
      ))}
    </Table>
  );
}

const badges = { pending: 'info', paid: 'success', failed: 'danger' } as const;

function PayoutRow({ payout }: { readonly payout: Payout }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, amount, createdAt, settledAt, failure, destination } = payout;
  return (
    <tr className="rd-table__row">
      <Cell>{format.time(createdAt)}</Cell>
      <Cell>
        <span className={`rd-badge rd-badge--${badges[state]}`}>{t(`earnings.payouts.states.${state}`)}</span>
        {failure !== null && (
          <small className="rd-small earning__more">{t('earnings.payouts.failure', { failure })}</small>
        )}
      </Cell>
      <Cell>{destination}</Cell>
      <Cell>{settledAt !== null && format.time(settledAt)}</Cell>
      <Cell isFigure>{format.money(amount)}</Cell>
    </tr>
  );
}
