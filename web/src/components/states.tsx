import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFaultText } from '../language/fault-text.ts';
import { useFormat } from '../language/format.ts';

export function Waiting() {
  const { t } = useTranslation();
  return (
    <div className="waiting" role="status">
      {t('shell.loading')}
    </div>
  );
}

/** What went wrong, and the way on. */
export function Failed({ fault, again }: { readonly fault: Error; readonly again: () => void }) {
  const { t } = useTranslation();
  const faultText = useFaultText();
  return (
    <div className="rd-alert rd-alert--danger" role="alert">
      <strong className="rd-alert__title">{t('shell.failed')}</strong> {faultText(fault).join(' ')}{' '}
      <button type="button" className="rd-button rd-button--outlined" onClick={again}>
        {t('shell.retry')}
      </button>
    </div>
  );
}

export function Missing() {
  const { t } = useTranslation();
  return (
    <section className="rd-section">
      <h1 className="rd-heading rd-heading--1">{t('shell.missing')}</h1>
      <Link className="rd-link" to="/">
        {t('shell.home')}
      </Link>
    </section>
  );
}

/** Nothing there yet: what that means, and what to do. */
export function Empty({ children }: { readonly children: ReactNode }) {
  return <div className="empty">{children}</div>;
}

/**
 * What a query has read. While it fails, the last figures stay, with a word that they are old; only when there are
 * none the failure takes their place.
 */
export function Loaded<T>({
  query,
  children,
}: {
  readonly query: UseQueryResult<T, Error>;
  readonly children: (data: T) => ReactNode;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  if (query.data === undefined)
    return query.error ? <Failed fault={query.error} again={() => void query.refetch()} /> : <Waiting />;
  return (
    <>
      {query.failureCount > 0 && (
        <div className="rd-alert rd-alert--warning" role="status">
          {t('shell.stale', { time: format.time(new Date(query.dataUpdatedAt).toISOString()) })}
        </div>
      )}
      {children(query.data)}
    </>
  );
}
