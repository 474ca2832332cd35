import '../../styles/records.css';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Fault } from '../../components/fault.tsx';
import { More } from '../../components/more.tsx';
import { Empty, Failed, Waiting } from '../../components/states.tsx';
import { Cell, RowHead, Table } from '../../components/table.tsx';
import { useFormat } from '../../language/format.ts';
import { removeUpload, type StoredUpload, uploadsOf } from './queries.ts';

/** The files and reservations of the account, each of which can be deleted or cancelled. */
export function StoredFiles() {
  const { t } = useTranslation();
  const { api } = useApp();
  const title = useId();
  const uploads = useInfiniteQuery(uploadsOf(api, useAccount()));
  const [chosen, setChosen] = useState<StoredUpload | null>(null);
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set());
  const all = uploads.data?.pages.flatMap(({ items }) => items) ?? [];
  const shown = all.filter(
    ({ uploadId, state }) => (state === 'stored' || state === 'reserved') && !removed.has(uploadId),
  );
  return (
    <section className="rd-section" aria-labelledby={title}>
      <h2 id={title} className="rd-heading rd-heading--2">
        {t('uploads.files.title')}
      </h2>
      {uploads.isPending && <Waiting />}
      {uploads.error && <Failed fault={uploads.error} again={() => void uploads.refetch()} />}
      {uploads.data && shown.length === 0 && <Empty>{t('uploads.files.none')}</Empty>}
      {shown.length > 0 && <FileTable uploads={shown} labelledBy={title} onRemove={setChosen} />}
      <More query={uploads} />
      <Removal
        upload={chosen}
        onClose={() => setChosen(null)}
        onRemoved={({ uploadId }) => setRemoved((before) => new Set([...before, uploadId]))}
      />
    </section>
  );
}

interface FileTableProps {
  readonly uploads: readonly StoredUpload[];
  readonly labelledBy: string;
  readonly onRemove: (upload: StoredUpload) => void;
}

const columns = ['name', 'size', 'created', 'action'] as const;

function FileTable({ uploads, labelledBy, onRemove }: FileTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Table
      labelledBy={labelledBy}
      columns={columns.map((column) => ({
        name: t(`uploads.files.columns.${column}`),
        isFigure: column === 'size',
      }))}
    >
      {uploads.map((upload) => (
        <tr key={upload.uploadId} className="rd-table__row">
          <RowHead className="upload__name">{upload.fileName}</RowHead>
          <Cell isFigure>{format.amount(upload.bytes, 'byte')}</Cell>
          <Cell>
            {format.time(upload.createdAt)}
            {upload.state === 'reserved' && (
              <span className="rd-small">
                {' '}
                {t('uploads.files.reservedUntil', { when: format.time(upload.expiresAt) })}
              </span>
            )}
          </Cell>
          <Cell>
            <button type="button" className="rd-button rd-button--outlined" onClick={() => onRemove(upload)}>
              {t(`uploads.files.remove.${upload.state === 'stored' ? 'stored' : 'reserved'}`)}
              <span className="unseen"> {upload.fileName}</span>
            </button>
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

interface RemovalProps {
  /** Null: none, and the dialog is closed. */
  readonly upload: StoredUpload | null;
  readonly onClose: () => void;
  readonly onRemoved: (upload: StoredUpload) => void;
}

function Removal({ upload, onClose, onRemoved }: RemovalProps) {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  const queries = useQueryClient();
  const removing = useMutation({
    mutationFn: ({ uploadId }: StoredUpload) => removeUpload(api, account, uploadId),
    onSuccess: (_, removed) => {
      onRemoved(removed);
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: [account] }),
  });
  const kind = upload?.state === 'stored' ? 'stored' : 'reserved';
  return (
    <Dialog
      title={upload === null ? '' : t(`uploads.files.confirm.${kind}.title`, { name: upload.fileName })}
      isOpen={upload !== null}
      onClose={onClose}
    >
      <p className="rd-dialog__text">{t(`uploads.files.confirm.${kind}.text`)}</p>
      <Fault fault={removing.error} />
      <div className="rd-actions">
        {/* First, so that the focus is on it: a key too many deletes nothing. */}
        <button type="button" className="rd-button rd-button--outlined" onClick={onClose}>
          {t('uploads.files.keep')}
        </button>
        <button
          type="button"
          className="rd-button rd-button--danger"
          disabled={removing.isPending}
          onClick={() => upload && removing.mutate(upload)}
        >
          {t(`uploads.files.confirm.${kind}.do`)}
        </button>
      </div>
    </Dialog>
  );
}
