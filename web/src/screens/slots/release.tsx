import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Fault } from '../../components/fault.tsx';
import { release, type Slot } from './queries.ts';
import { Released } from './released.tsx';

interface ReleaseProps {
  /** Null: none, and the dialog is closed. */
  readonly slot: Slot | null;
  readonly onClose: () => void;
}

/** Gives a slot back, once one has said that one means it: another job may have it a moment later. */
export function Release({ slot, onClose }: ReleaseProps) {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  const queries = useQueryClient();
  const releasing = useMutation({
    mutationFn: ({ jobId }: Slot) => release(api, account, jobId),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: [account] }),
  });
  return (
    <>
      {releasing.isSuccess && <Released key={releasing.submittedAt} slot={releasing.variables} />}
      <Dialog
        title={slot === null ? '' : t('slots.releasing.title', { job: slot.jobId })}
        isOpen={slot !== null}
        onClose={onClose}
      >
        {slot !== null && (
          <Confirmation
            fault={releasing.error}
            isBusy={releasing.isPending}
            onKeep={onClose}
            onRelease={() => releasing.mutate(slot)}
          />
        )}
      </Dialog>
    </>
  );
}

interface ConfirmationProps {
  readonly fault: Error | null;
  readonly isBusy: boolean;
  readonly onKeep: () => void;
  readonly onRelease: () => void;
}

function Confirmation({ fault, isBusy, onKeep, onRelease }: ConfirmationProps) {
  const { t } = useTranslation();
  return (
    <div className="slot__form">
      <p className="rd-dialog__text">{t('slots.releasing.text')}</p>
      <Fault fault={fault} />
      <div className="rd-actions">
        {/* First, so that the focus is on it: a key too many releases nothing. */}
        <button type="button" className="rd-button rd-button--outlined" onClick={onKeep}>
          {t('slots.releasing.keep')}
        </button>
        <button type="button" className="rd-button rd-button--danger" disabled={isBusy} onClick={onRelease}>
          {t('slots.releasing.do')}
        </button>
      </div>
    </div>
  );
}
