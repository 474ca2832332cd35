import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { statementOf } from './earning-queries.ts';
import { Fault } from './fault.tsx';

/** All lines as a file for a spreadsheet. */
export function Statement() {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  const saving = useMutation({
    mutationFn: () => statementOf(api, account),
    onSuccess: (csv) => save(csv, `earnings-${account}.csv`),
  });
  return (
    <div>
      <button
        type="button"
        className="rd-button rd-button--outlined"
        disabled={saving.isPending}
        onClick={() => saving.mutate()}
      >
        {t(saving.isPending ? 'earnings.csv.preparing' : 'earnings.csv.download')}
      </button>
      <span role="status" className="unseen">
        {saving.isSuccess && t('earnings.csv.saved')}
      </span>
      <Fault fault={saving.error} />
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
