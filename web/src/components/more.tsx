import { useTranslation } from 'react-i18next';

interface MoreProps {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    fetchNextPage(): Promise<unknown>;
  };
}

/** The next part of a list, when there is one. */
export function More({ query: { hasNextPage, isFetchingNextPage, fetchNextPage } }: MoreProps) {
  const { t } = useTranslation();
  if (!hasNextPage) return null;
  return (
    <button
      type="button"
      className="rd-button rd-button--outlined"
      disabled={isFetchingNextPage}
      onClick={() => void fetchNextPage()}
    >
      {isFetchingNextPage ? t('shell.loading') : t('shell.more')}
    </button>
  );
}
