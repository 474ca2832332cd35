import '../../styles/creator.css';
import '../../styles/records.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { PageHeading } from '../../components/heading.tsx';
import { More } from '../../components/more.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { Cell, RowHead, Table } from '../../components/table.tsx';
import { useFormat } from '../../language/format.ts';
import { usePriceText } from '../../language/price-text.ts';
import { type Submission, submissionsOf } from './queries.ts';
import { Submit } from './submit.tsx';
import { VersionBadge } from './version-badge.tsx';
import { CreatorWays } from './ways.tsx';

/** The themes that the account made, how far each has come, and handing in another one. */
export function Creator() {
  const { t } = useTranslation();
  const { api } = useApp();
  const submissions = useInfiniteQuery(submissionsOf(api, useAccount()));
  const [isSubmitting, setIsSubmitting] = useState(false);
  return (
    <>
      <PageHeading title={t('creator.title')}>
        <button type="button" className="rd-button rd-button--primary" onClick={() => setIsSubmitting(true)}>
          {t('creator.submit.title')}
        </button>
      </PageHeading>
      <CreatorWays />
      <Loaded query={submissions}>
        {({ pages }) =>
          pages[0]?.items.length === 0 ? (
            <Empty>{t('creator.none')}</Empty>
          ) : (
            <SubmissionTable submissions={pages.flatMap(({ items }) => items)} />
          )
        }
      </Loaded>
      <More query={submissions} />
      <Submit isOpen={isSubmitting} onClose={() => setIsSubmitting(false)} />
    </>
  );
}

const columns = ['theme', 'price', 'onSale', 'newest', 'submitted'] as const;

function SubmissionTable({ submissions }: { readonly submissions: readonly Submission[] }) {
  const { t } = useTranslation();
  return (
    <Table
      label={t('creator.ways.themes')}
      columns={columns.map((column) => ({
        name: t(`creator.columns.${column}`),
        isFigure: column === 'price',
      }))}
    >
      {submissions.map((submission) => (
        <SubmissionRow key={submission.themeId} submission={submission} />
      ))}
    </Table>
  );
}

function SubmissionRow({ submission }: { readonly submission: Submission }) {
  const { t } = useTranslation();
  const format = useFormat();
  const account = useAccount();
  const priceText = usePriceText();
  const { themeId, name, price, onSale, delisted, versions, createdAt } = submission;
  const [newest] = versions;
  return (
    <tr className="rd-table__row">
      <RowHead className="creator__theme">
        <Link className="rd-link" to="/accounts/$account/creator/$themeId" params={{ account, themeId }}>
          {name}
        </Link>
      </RowHead>
      <Cell isFigure>{priceText(price)}</Cell>
      <Cell>
        {delisted
          ? t('creator.delisted')
          : onSale === null
            ? t('creator.notYet')
            : t('creator.version', { version: onSale })}
      </Cell>
      <Cell>{newest && <VersionBadge version={newest} />}</Cell>
      <Cell>{format.date(createdAt)}</Cell>
    </tr>
  );
}
