import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { chargesAsCsv, type Shown } from './queries.ts';

/** The charges as a file for a spreadsheet. */
export function Download({ shown }: { readonly shown: Shown }) {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  const saving = useMutation({
    mutationFn: () => chargesAsCsv(api, account, shown),
    onSuccess: (csv) => save(csv, `charges-${account}.csv`),
  });
  return (
    <div className="download">
      <button
        type="button"
        className="rd-button rd-button--outlined"
        disabled={saving.isPending}
        onClick={() => saving.mutate()}
      >
        {saving.isPending ? t('charges.csv.preparing') : t('charges.csv.download')}
      </button>
      <span role="status" className="unseen">
        {saving.isSuccess && t('charges.csv.saved')}
      </span>
      {saving.error && (
        <p className="rd-error" role="alert">
          {saving.error.message}
        </p>
      )}
    </div>
  );
}

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
