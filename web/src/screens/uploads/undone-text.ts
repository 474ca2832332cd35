import { useTranslation } from 'react-i18next';
import { Unsent } from '../../api/send.ts';
import { useFaultText } from '../../language/fault-text.ts';

/** Why a file was not uploaded, and what to do: the API may refuse it, or the storage. */
export function useUndoneText(): (fault: Error) => string {
  const { t } = useTranslation();
  const faultText = useFaultText();
  return (fault) => {
    if (!(fault instanceof Unsent)) return faultText(fault).join(' ');
    return fault.status === 0 ? t('uploads.unsent') : t('uploads.refusedByStorage', { status: fault.status });
  };
}
