import { useTranslation } from 'react-i18next';
import { Dialog } from '../../components/dialog.tsx';
import { Fault } from '../../components/fault.tsx';
import { useChanging } from './changing.ts';
import type { Submission } from './queries.ts';

interface DelistDialogProps {
  readonly submission: Submission;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Takes a theme off the store, or puts it back, once one has said that one means it. */
export function DelistDialog({ submission, isOpen, onClose }: DelistDialogProps) {
  const { t } = useTranslation();
  const { themeId, name, delisted } = submission;
  const changing = useChanging(themeId, onClose);
  const words = delisted ? 'creator.relist' : 'creator.delist';
  return (
    <Dialog title={t(`${words}.ask`, { name })} isOpen={isOpen} onClose={onClose}>
      <div className="creator-form">
        <p className="rd-dialog__text">{t(`${words}.text`)}</p>
        <Fault fault={changing.error} />
        <div className="rd-actions">
          {/* First, so that the focus is on it: a key too many changes nothing. */}
          <button type="button" className="rd-button rd-button--outlined" onClick={onClose}>
            {t('shell.cancel')}
          </button>
          <button
            type="button"
            className={`rd-button rd-button--${delisted ? 'primary' : 'danger'}`}
            disabled={changing.isPending}
            onClick={() => changing.mutate({ delisted: !delisted })}
          >
            {t(`${words}.do`)}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
