import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import type { UploadQueue } from './queue.ts';
import { SoftBlock } from './soft-block.tsx';
import { useUndoneText } from './undone-text.ts';
import { isOnItsWay, type Stage, type Upload } from './upload.ts';
import { useFollowed } from './use-followed.ts';

const badges: Readonly<Record<Stage['state'], string>> = {
  waiting: 'info',
  reserving: 'info',
  sending: 'info',
  reserved: 'info',
  stored: 'success',
  blocked: 'warning',
  failed: 'danger',
  unfit: 'danger',
  cancelled: 'warning',
  expired: 'danger',
  deleted: 'warning',
};

interface RowProps {
  readonly upload: Upload;
  readonly queue: UploadQueue;
}

/** One file: how far it has come, and what can be done about it. */
export function UploadRow({ upload, queue }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  useFollowed(upload, queue);
  const { file, stage } = upload;
  const sent = sentOf(upload);
  return (
    <li className="rd-card upload">
      <div className="row">
        <strong className="upload__name">{file.name}</strong>
        <span className="rd-small">{format.amount(file.size, 'byte')}</span>
      </div>
      <div
        className="rd-progress upload__progress"
        role="progressbar"
        aria-label={t('uploads.progress', { name: file.name })}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor((sent / Math.max(file.size, 1)) * 100)}
      >
        <div className="rd-progress__bar" style={{ width: `${(sent / Math.max(file.size, 1)) * 100}%` }} />
      </div>
      <div className="row">
        <span className={`rd-badge rd-badge--${badges[stage.state]}`}>
          {t(`uploads.states.${stage.state}`, { percent: format.percent(sent, file.size) })}
        </span>
        <Buttons upload={upload} queue={queue} />
      </div>
      <Outcome upload={upload} />
    </li>
  );
}

function sentOf({ file, stage }: Upload): number {
  if (stage.state === 'sending') return stage.sent;
  return stage.state === 'reserved' || stage.state === 'stored' ? file.size : 0;
}

function Buttons({ upload, queue }: RowProps) {
  const { t } = useTranslation();
  const { id, file, stage } = upload;
  const { name } = file;
  const mayTryAgain = ['blocked', 'failed', 'cancelled', 'expired'].includes(stage.state);
  return (
    <span className="upload__buttons">
      {isOnItsWay(upload) && (
        <button
          type="button"
          className="rd-button rd-button--outlined"
          aria-label={t('uploads.cancelOf', { name })}
          onClick={() => queue.cancel(id)}
        >
          {t('uploads.cancel')}
        </button>
      )}
      {mayTryAgain && (
        <button
          type="button"
          className="rd-button rd-button--secondary"
          aria-label={t('uploads.againOf', { name })}
          onClick={() => queue.again(id)}
        >
          {t('uploads.again')}
        </button>
      )}
      {!isOnItsWay(upload) && stage.state !== 'reserved' && (
        <button
          type="button"
          className="rd-button rd-button--outlined"
          aria-label={t('uploads.removeOf', { name })}
          onClick={() => queue.remove(id)}
        >
          {t('uploads.remove')}
        </button>
      )}
    </span>
  );
}

/** What came of it, said as it happens. */
function Outcome({ upload }: { readonly upload: Upload }) {
  const { t } = useTranslation();
  const format = useFormat();
  const undoneText = useUndoneText();
  const { file, stage } = upload;
  const { name } = file;
  return (
    <>
      <p className="upload__said rd-small" role="status">
        {stage.state === 'stored' && t('uploads.done', { name })}
        {stage.state === 'cancelled' &&
          stage.reservedUntil !== null &&
          t('uploads.givenBack', { when: format.time(stage.reservedUntil) })}
      </p>
      <div role="alert">
        {stage.state === 'failed' && (
          <p className="rd-error">
            {t('uploads.undone', { name })} {undoneText(stage.fault)}
          </p>
        )}
        {stage.state === 'unfit' && <p className="rd-error">{t(`uploads.${stage.why}`)}</p>}
        {stage.state === 'blocked' && <SoftBlock refusal={stage.refusal} file={file} />}
      </div>
    </>
  );
}
