import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { More } from '../../components/more.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
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
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="rd-table-frame" aria-labelledby="payouts" tabIndex={0}>
      <table className="rd-table">
        <thead className="rd-table__head">
          <tr className="rd-table__row">
            {columns.map((column) => (
              <th
                key={column}
                className={`rd-table__heading${column === 'amount' ? ' figure' : ''}`}
                scope="col"
              >
                {t(`earnings.payouts.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="rd-table__body">
          {payouts.map((payout) => (
            <PayoutRow key={payout.payoutId} payout={payout} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const badges = { pending: 'info', paid: 'success', failed: 'danger' } as const;

function PayoutRow({ payout }: { readonly payout: Payout }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, amount, createdAt, settledAt, failure, destination } = payout;
  return (
    <tr className="rd-table__row">
      <td className="rd-table__cell">{format.time(createdAt)}</td>
      <td className="rd-table__cell">
        <span className={`rd-badge rd-badge--${badges[state]}`}>{t(`earnings.payouts.states.${state}`)}</span>
        {failure !== null && <small className="rd-small earning__more">{failure}</small>}
      </td>
      <td className="rd-table__cell">{destination}</td>
      <td className="rd-table__cell">{settledAt !== null && format.time(settledAt)}</td>
      <td className="rd-table__cell figure">{format.money(amount)}</td>
    </tr>
  );
}
