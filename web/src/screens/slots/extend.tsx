import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Fault } from '../../components/fault.tsx';
import { ownLeases } from './lease.ts';
import { LeaseChoice } from './lease-choice.tsx';
import { extend } from './queries.ts';

interface ExtendProps {
  /** Null: none, and the dialog is closed. */
  readonly jobId: string | null;
  readonly onClose: () => void;
}

/** Another end of a slot's lease, counted from now. */
export function Extend({ jobId, onClose }: ExtendProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={jobId === null ? '' : t('slots.extending.title', { job: jobId })}
      isOpen={jobId !== null}
      onClose={onClose}
    >
      {jobId !== null && <ExtendForm jobId={jobId} onClose={onClose} />}
    </Dialog>
  );
}

function ExtendForm({ jobId, onClose }: { readonly jobId: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  const queries = useQueryClient();
  const [lease, setLease] = useState<(typeof ownLeases)[number]>(3_600);
  const extending = useMutation({
    mutationFn: () => extend(api, account, jobId, lease),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: [account, 'slots'] }),
  });
  return (
    <form
      className="slot__form"
      onSubmit={(event) => {
        event.preventDefault();
        extending.mutate();
      }}
    >
      <p className="rd-dialog__text">{t('slots.extending.text')}</p>
      <LeaseChoice label={t('slots.extending.lease')} value={lease} options={ownLeases} onChange={setLease} />
      <Fault fault={extending.error} />
      <div className="rd-actions">
        <button type="submit" className="rd-button rd-button--primary" disabled={extending.isPending}>
          {t('slots.extending.do')}
        </button>
        <button type="button" className="rd-button rd-button--outlined" onClick={onClose}>
          {t('shell.cancel')}
        </button>
      </div>
    </form>
  );
}
