import '../../styles/unread.css';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { useFormat } from '../../language/format.ts';
import { latestNotesOf } from './queries.ts';
import { useSeen } from './seen.ts';

/** How many notifications are new, beside the way to them. */
export function Unread() {
  const { t } = useTranslation();
  const { api } = useApp();
  const format = useFormat();
  const account = useAccount();
  const seen = useSeen(account);
  const { data } = useQuery(latestNotesOf(api, account));
  const items = data?.items ?? [];
  const count = items.filter(({ at }) => at > seen).length;
  if (count === 0) return null;
  // Only the latest were looked at: beyond them there may be more.
  const isMore = count === items.length && data?.nextCursor != null;
  return (
    <span className="rd-badge rd-badge--info unread">
      <span aria-hidden="true">{isMore ? `${format.number(count)}+` : format.number(count)}</span>
      <span className="unread__said">{t('notifications.unread', { count })}</span>
    </span>
  );
}
