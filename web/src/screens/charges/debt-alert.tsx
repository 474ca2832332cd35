import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../api/now.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { useFormat } from '../../language/format.ts';
import { chargesOf } from './queries.ts';

/** The debt that is due first: its amount, its due date and what happens then. Nothing where there is none. */
export function DebtAlert() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { api } = useApp();
  const account = useAccount();
  const { data } = useInfiniteQuery(chargesOf(api, account, 'all'));
  // The list is newest first: of the debts it holds, the last was made first.
  const debt = data?.pages.flatMap(({ items }) => items).findLast(({ dueAt }) => dueAt !== null);
  if (!debt?.dueAt) return null;
  const isOverdue = now !== null && Date.parse(debt.dueAt) <= now;
  return (
    <div className={`rd-alert rd-alert--${isOverdue ? 'danger' : 'warning'}`} role="status">
      <strong className="rd-alert__title">
        {t('charges.progress.owed', { amount: format.money(debt.amount) })}
      </strong>{' '}
      {t(isOverdue ? 'charges.progress.overdue' : 'charges.progress.owedMore', {
        date: format.date(debt.dueAt),
      })}{' '}
      <Link
        className="rd-alert__link"
        to="/accounts/$account/charges/$chargeId"
        params={{ account, chargeId: debt.chargeId }}
      >
        {t('charges.payNow')}
      </Link>
    </div>
  );
}
