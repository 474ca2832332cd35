import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../api/now.ts';
import type { Purchase } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { More } from '../../components/more.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { Cell, RowHead, Table } from '../../components/table.tsx';
import { useFormat } from '../../language/format.ts';
import { usePackName } from '../../language/pack-name.ts';
import { purchaseOf, purchasesOf } from './queries.ts';
import { isDue } from './renewal.ts';

interface PurchasesProps {
  readonly onRenew: (purchase: Purchase) => void;
}

/** Every pack that was ever bought, the latest first. */
export function Purchases({ onRenew }: PurchasesProps) {
  const { t } = useTranslation();
  const { api } = useApp();
  const purchases = useInfiniteQuery(purchasesOf(api, useAccount()));
  return (
    <section className="rd-section" aria-labelledby="purchases">
      <h2 id="purchases" className="rd-heading rd-heading--2">
        {t('packs.purchases')}
      </h2>
      <Loaded query={purchases}>
        {({ pages }) =>
          pages[0]?.items.length === 0 ? (
            <Empty>{t('packs.noPurchases')}</Empty>
          ) : (
            <PurchaseTable items={pages.flatMap(({ items }) => items)} onRenew={onRenew} />
          )
        }
      </Loaded>
      <More query={purchases} />
    </section>
  );
}

const columns = ['pack', 'state', 'bought', 'term', 'price', 'action'] as const;

function PurchaseTable({ items, onRenew }: PurchasesProps & { readonly items: readonly Purchase[] }) {
  const { t } = useTranslation();
  const now = useNow();
  return (
    <Table
      label={t('packs.table')}
      columns={columns.map((column) => ({
        name: t(`packs.columns.${column}`),
        isFigure: column === 'price',
      }))}
      className="purchases"
    >
      {items.map((purchase) => (
        <PurchaseRow
          key={purchase.purchaseId}
          purchase={purchase}
          isDue={now !== null && isDue(purchase, now)}
          onRenew={() => onRenew(purchase)}
        />
      ))}
    </Table>
  );
}

const badges = {
  pendingPayment: 'info',
  active: 'success',
  expiring: 'warning',
  expired: 'past',
  failed: 'danger',
  refunded: 'past',
} as const;

interface PurchaseRowProps {
  readonly purchase: Purchase;
  readonly isDue: boolean;
  readonly onRenew: () => void;
}

function PurchaseRow({ purchase, isDue, onRenew }: PurchaseRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const packName = usePackName();
  const { state, terms, createdAt, purchaseId } = purchase;
  return (
    <tr className={`rd-table__row${isDue ? ' purchases__due' : ''}`}>
      <RowHead className="purchases__pack">{packName(terms)}</RowHead>
      <Cell>
        <span className={`rd-badge rd-badge--${badges[state]}`}>{t(`packs.states.${state}`)}</span>
      </Cell>
      <Cell>{format.date(createdAt)}</Cell>
      <Cell>
        <Term purchase={purchase} />
      </Cell>
      <Cell isFigure>{format.money(terms.price)}</Cell>
      <Cell>
        {state === 'pendingPayment' && <Awaited purchaseId={purchaseId} />}
        {isDue && (
          <button type="button" className="rd-button rd-button--secondary" onClick={onRenew}>
            {t('packs.renew')}
            <span className="unseen"> {packName(terms)}</span>
          </button>
        )}
      </Cell>
    </tr>
  );
}

function Term({ purchase: { startsAt, endsAt, graceEndsAt, state } }: { readonly purchase: Purchase }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (startsAt === null) return t('packs.notBegun');
  if (endsAt === null) return t('packs.termFrom', { start: format.date(startsAt) });
  return (
    <>
      {t('packs.term', { start: format.date(startsAt), end: format.date(endsAt) })}
      {state === 'expiring' && graceEndsAt && (
        <small className="rd-small purchases__grace">
          {t('packs.grace', { end: format.time(graceEndsAt) })}
        </small>
      )}
    </>
  );
}

/** The way to the payment that a purchase waits for. */
function Awaited({ purchaseId }: { readonly purchaseId: string }) {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  const { data } = useQuery(purchaseOf(api, account, purchaseId));
  if (data === undefined) return null;
  const { chargeId } = data.charge;
  return (
    <Link className="rd-link" to="/accounts/$account/charges/$chargeId" params={{ account, chargeId }}>
      {t('packs.toPayment')}
    </Link>
  );
}
