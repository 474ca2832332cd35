import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../../app/context.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { Fault } from '../../../components/fault.tsx';
import { useMoved } from '../moved.ts';
import type { PackFigures } from '../queries.ts';

interface RetireDialogProps {
  /** Null: none, and the dialog is closed. */
  readonly pack: PackFigures | null;
  readonly onClose: () => void;
  readonly onDone: (said: string) => void;
}

/** Takes a pack type off sale, once one has said that one means it. */
export function RetireDialog({ pack, onClose, onDone }: RetireDialogProps) {
  const { t } = useTranslation();
  const { api } = useApp();
  const moved = useMoved('packs');
  const retiring = useMutation({
    mutationFn: ({ packType }: PackFigures) =>
      api.DELETE('/v1/admin/packs/{packType}', { params: { path: { packType } } }),
    // Its dialog closes once the page shows what it did: nobody does it twice.
    onSuccess: async (_, { name }) => {
      await moved();
      onDone(t('admin.packs.retirement.done', { name }));
      onClose();
    },
    onError: moved,
  });
  return (
    <Dialog
      title={pack === null ? '' : t('admin.packs.retirement.title', { name: pack.name })}
      isOpen={pack !== null}
      onClose={() => {
        retiring.reset();
        onClose();
      }}
    >
      <p className="rd-dialog__text">{t('admin.packs.retirement.text')}</p>
      <Fault fault={retiring.error} />
      <div className="rd-actions">
        {/* First, so that the focus is on it: a key too many retires nothing. */}
        <button type="button" className="rd-button rd-button--outlined" onClick={onClose}>
          {t('shell.cancel')}
        </button>
        <button
          type="button"
          className="rd-button rd-button--danger"
          disabled={retiring.isPending}
          onClick={() => pack && retiring.mutate(pack)}
        >
          {t('admin.packs.retire')}
        </button>
      </div>
    </Dialog>
  );
}
