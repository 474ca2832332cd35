import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../language/format.ts';
import { usePriceText } from '../../../language/price-text.ts';
import type { ThemeReview } from '../queries.ts';
import { Alike } from './alike.tsx';
import { AtWork } from './at-work.tsx';
import { CheckTable } from './check-table.tsx';
import { Previews } from './previews.tsx';

export type Verdict = 'approve' | 'reject';

interface VersionCardProps {
  readonly version: ThemeReview;
  readonly onDecide: (verdict: Verdict) => void;
}

export function VersionCard({ version: review, onDecide }: VersionCardProps) {
  const { t } = useTranslation();
  const id = useId();
  const { name, version, description, tags, state, previews, checks } = review;
  return (
    <article className="rd-card rd-section" aria-labelledby={id}>
      <h2 id={id} className="rd-heading rd-heading--2">
        {t('admin.themes.version', { name, version })}
      </h2>
      <p className="rd-text">{description}</p>
      {tags.length > 0 && <p className="rd-small">{tags.join(', ')}</p>}
      <Facts review={review} />
      <Alike alike={review.alike} />
      {review.stylesheetUrl !== null && <AtWork name={name} stylesheetUrl={review.stylesheetUrl} />}
      <div className="admin-theme">
        <Previews name={name} previews={previews} />
        <CheckTable name={name} checks={checks} />
      </div>
      {state === 'awaitingReview' && (
        <div className="rd-actions">
          <button
            type="button"
            className="rd-button rd-button--primary"
            aria-describedby={id}
            onClick={() => onDecide('approve')}
          >
            {t('admin.themes.approve')}
          </button>
          <button
            type="button"
            className="rd-button rd-button--outlined"
            aria-describedby={id}
            onClick={() => onDecide('reject')}
          >
            {t('admin.themes.reject')}
          </button>
        </div>
      )}
    </article>
  );
}

function Facts({ review }: { readonly review: ThemeReview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const priceOf = usePriceText();
  const { creator, price, onSale, createdAt, validatedAt, review: reviewed } = review;
  return (
    <dl className="facts admin-facts">
      <dt>{t('admin.themes.creator')}</dt>
      <dd>
        <Link className="rd-link" to="/accounts/$account" params={{ account: creator }}>
          {creator}
        </Link>
      </dd>
      <dt>{t('admin.themes.price')}</dt>
      <dd>{priceOf(price)}</dd>
      <dt>{t('admin.themes.onSale')}</dt>
      <dd>{onSale === null ? t('admin.themes.first') : t('admin.themes.number', { version: onSale })}</dd>
      <dt>{t('admin.themes.submitted')}</dt>
      <dd>{format.time(createdAt)}</dd>
      {validatedAt && (
        <>
          <dt>{t('admin.themes.validated')}</dt>
          <dd>{format.time(validatedAt)}</dd>
        </>
      )}
      {reviewed && (
        <>
          <dt>{t('admin.themes.reviewed')}</dt>
          <dd>{format.time(reviewed.at)}</dd>
          <dt>{t('admin.themes.feedback')}</dt>
          <dd>{reviewed.feedback ?? t('shell.none')}</dd>
        </>
      )}
    </dl>
  );
}
