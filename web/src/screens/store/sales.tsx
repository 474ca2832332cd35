import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { More } from '../../components/more.tsx';
import { Loaded } from '../../components/states.tsx';
import { Cell, RowHead, Table } from '../../components/table.tsx';
import { useFormat } from '../../language/format.ts';
import { usePriceText } from '../../language/price-text.ts';
import { type Sale, saleOf, salesOf } from './queries.ts';

/** Every theme that was ever bought, the latest first. */
export function Sales() {
  const { t } = useTranslation();
  const { api } = useApp();
  const sales = useInfiniteQuery(salesOf(api, useAccount()));
  if (sales.data?.pages[0]?.items.length === 0) return null;
  return (
    <section className="rd-section">
      <h2 id="bought" className="rd-heading rd-heading--2">
        {t('store.purchases')}
      </h2>
      <Loaded query={sales}>
        {({ pages }) => <SaleTable sales={pages.flatMap(({ items }) => items)} />}
      </Loaded>
      <More query={sales} />
    </section>
  );
}

const columns = ['theme', 'state', 'bought', 'price', 'action'] as const;

function SaleTable({ sales }: { readonly sales: readonly Sale[] }) {
  const { t } = useTranslation();
  return (
    <Table
      labelledBy="bought"
      columns={columns.map((column) => ({
        name: t(`store.columns.${column}`),
        isFigure: column === 'price',
      }))}
    >
      {sales.map((sale) => (
        <SaleRow key={sale.purchaseId} sale={sale} />
      ))}
    </Table>
  );
}

const badges = { pendingPayment: 'info', active: 'success', failed: 'danger', refunded: 'past' } as const;

function SaleRow({ sale: { purchaseId, themeId, name, state, createdAt, price } }: { readonly sale: Sale }) {
  const { t } = useTranslation();
  const format = useFormat();
  const account = useAccount();
  const priceText = usePriceText();
  return (
    <tr className="rd-table__row">
      <RowHead className="sale__theme">
        <Link className="rd-link" to="/accounts/$account/store/$themeId" params={{ account, themeId }}>
          {name}
        </Link>
      </RowHead>
      <Cell>
        <span className={`rd-badge rd-badge--${badges[state]}`}>{t(`store.states.${state}`)}</span>
      </Cell>
      <Cell>{format.time(createdAt)}</Cell>
      <Cell isFigure>{priceText(price)}</Cell>
      <Cell>{state === 'pendingPayment' && <Awaited purchaseId={purchaseId} />}</Cell>
    </tr>
  );
}

/** The way to the payment that a purchase waits for. */
function Awaited({ purchaseId }: { readonly purchaseId: string }) {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  const { data } = useQuery(saleOf(api, account, purchaseId));
  if (!data?.charge) return null;
  const { chargeId } = data.charge;
  return (
    <Link className="rd-link" to="/accounts/$account/charges/$chargeId" params={{ account, chargeId }}>
      {t('store.toPayment')}
    </Link>
  );
}
