import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** A page's title, in the page and in the browser's tab, with what belongs beside it. */
export function PageHeading({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · ${t('shell.brand')}`;
  }, [title, t]);
  return (
    <div className="page-heading">
      <h1 className="rd-heading rd-heading--1">{title}</h1>
      {children}
    </div>
  );
}
