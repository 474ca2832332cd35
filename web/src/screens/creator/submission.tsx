import '../../styles/creator.css';
import '../../styles/records.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { PageHeading } from '../../components/heading.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { Way } from '../../components/way.tsx';
import { usePriceText } from '../../language/price-text.ts';
import { ChangeDialog } from './change.tsx';
import { DelistDialog } from './delist.tsx';
import { HandIn } from './hand-in.tsx';
import { type Submission, submissionOf } from './queries.ts';
import { VersionView } from './version-view.tsx';

/** One theme of a creator: its versions, what the checks and the review said, and what can be changed. */
export function SubmissionPage() {
  const { t } = useTranslation();
  const { api } = useApp();
  const { themeId } = useParams({ from: '/accounts/$account/creator/$themeId' });
  const submission = useQuery(submissionOf(api, useAccount(), themeId));
  const name = submission.data?.name ?? '';
  return (
    <>
      <WayHere name={name} />
      <PageHeading title={name === '' ? t('creator.one') : name} />
      <Loaded query={submission}>
        {(found) =>
          found === null ? <Empty>{t('creator.noneSuch')}</Empty> : <Parts key={themeId} submission={found} />
        }
      </Loaded>
    </>
  );
}

/** Where the page stands. */
function WayHere({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const account = useAccount();
  const from = (
    <Link className="rd-breadcrumb__link" to="/accounts/$account/creator" params={{ account }}>
      {t('creator.title')}
    </Link>
  );
  return <Way label={t('creator.where')} from={from} here={name} />;
}

function Parts({ submission }: { readonly submission: Submission }) {
  const { t } = useTranslation();
  const { versions } = submission;
  return (
    <>
      <Sold submission={submission} />
      <section className="rd-section" aria-labelledby="versions">
        <h2 id="versions" className="rd-heading rd-heading--2">
          {t('creator.versions')}
        </h2>
        <ol className="versions">
          {versions.map((version, index) => (
            <VersionView
              key={version.version}
              themeId={submission.themeId}
              version={version}
              isNewest={index === 0}
              isOnSale={version.version === submission.onSale && !submission.delisted}
            />
          ))}
        </ol>
      </section>
      <HandIn submission={submission} />
    </>
  );
}

/** Whether and for how much it is on sale, and changing that. */
function Sold({ submission }: { readonly submission: Submission }) {
  const { t } = useTranslation();
  const account = useAccount();
  const priceText = usePriceText();
  const [open, setOpen] = useState<'change' | 'delist' | null>(null);
  const { themeId, price, onSale, delisted } = submission;
  return (
    <section className="rd-section sold" aria-label={t('creator.sold')}>
      <p className="rd-text sold__text" role="status">
        <strong className="rd-price">{priceText(price)}</strong>{' '}
        {delisted
          ? t('creator.soldNoMore')
          : onSale === null
            ? t('creator.soldNotYet')
            : t('creator.soldNow', { version: onSale })}
      </p>
      <div className="sold__actions">
        <button type="button" className="rd-button rd-button--outlined" onClick={() => setOpen('change')}>
          {t('creator.change.title')}
        </button>
        {onSale !== null && (
          <button type="button" className="rd-button rd-button--outlined" onClick={() => setOpen('delist')}>
            {t(delisted ? 'creator.relist.title' : 'creator.delist.title')}
          </button>
        )}
        {onSale !== null && !delisted && (
          <Link className="rd-link" to="/accounts/$account/store/$themeId" params={{ account, themeId }}>
            {t('creator.inStore')}
          </Link>
        )}
      </div>
      <ChangeDialog themeId={themeId} isOpen={open === 'change'} onClose={() => setOpen(null)} />
      <DelistDialog submission={submission} isOpen={open === 'delist'} onClose={() => setOpen(null)} />
    </section>
  );
}
