import { useTranslation } from 'react-i18next';
import { Refusal } from '../../api/refusal.ts';
import { useFaultText } from '../../language/fault-text.ts';
import { SandboxPayer } from './sandbox-payer.tsx';

interface UnplannedProps {
  readonly fault: Error;
  readonly chargeId: string | undefined;
  readonly onClose: () => void;
}

/** Nothing can be paid now, and why: a payment that is under way already, for one. */
export function Unplanned({ fault, chargeId, onClose }: UnplannedProps) {
  const { t } = useTranslation();
  const faultText = useFaultText();
  const isUnderWay = chargeId !== undefined && fault instanceof Refusal && fault.code === 'conflict';
  return (
    <div className="paying">
      <div className={`rd-alert rd-alert--${isUnderWay ? 'info' : 'danger'}`} role="alert">
        <strong className="rd-alert__title">{t('paying.notNow')}</strong> {faultText(fault).join(' ')}
      </div>
      {isUnderWay && <SandboxPayer chargeId={chargeId} onReported={onClose} />}
      <div className="rd-actions">
        <button type="button" className="rd-button rd-button--primary" onClick={onClose}>
          {t('shell.close')}
        </button>
      </div>
    </div>
  );
}
