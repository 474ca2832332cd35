import '../../../styles/records.css';
import '../../../styles/admin.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../../app/context.ts';
import { PageHeading } from '../../../components/heading.tsx';
import { More } from '../../../components/more.tsx';
import { Empty, Loaded } from '../../../components/states.tsx';
import { auditOf } from '../queries.ts';
import { AccountFilter } from './account-filter.tsx';
import { AuditTable } from './audit-table.tsx';

/** Who did what, when, and why. */
export function Audit() {
  const { t } = useTranslation();
  const { api } = useApp();
  const { account } = useSearch({ from: '/admin/audit' });
  const lines = useInfiniteQuery(auditOf(api, account));
  return (
    <>
      <PageHeading title={t('admin.audit.title')} />
      <AccountFilter key={account ?? ''} account={account} />
      <p className="rd-small">{t(account === undefined ? 'admin.audit.months' : 'admin.audit.always')}</p>
      <Loaded query={lines}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          if (all.length > 0) return <AuditTable lines={all} />;
          return <Empty>{t(account === undefined ? 'admin.audit.none' : 'admin.audit.noneOf')}</Empty>;
        }}
      </Loaded>
      <More query={lines} />
    </>
  );
}
