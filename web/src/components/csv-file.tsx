import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';

interface CsvFileProps {
  readonly fileName: string;
  /** The file as the API answers it: its byte order mark tells spreadsheets that it is UTF-8. */
  readonly read: () => Promise<Blob>;
  readonly words: { readonly download: string; readonly preparing: string; readonly saved: string };
  readonly className?: string;
  /** Says why it was not saved. */
  readonly children: (fault: Error | null) => ReactNode;
}

/** A list as a file for a spreadsheet. */
export function CsvFile({ fileName, read, words, className, children }: CsvFileProps) {
  const saving = useMutation({ mutationFn: read, onSuccess: (csv) => save(csv, fileName) });
  return (
    <div className={className}>
      <button
        type="button"
        className="rd-button rd-button--outlined"
        disabled={saving.isPending}
        onClick={() => saving.mutate()}
      >
        {saving.isPending ? words.preparing : words.download}
      </button>
      <span role="status" className="unseen">
        {saving.isSuccess && words.saved}
      </span>
      {children(saving.error)}
    </div>
  );
}

function save(csv: Blob, name: string): void {
  const url = URL.createObjectURL(csv);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
