import { useTranslation } from 'react-i18next';
import { Refusal } from '../../api/refusal.ts';
import { Unsent } from '../../api/send.ts';

/** Why a file was not uploaded, and what to do. */
export function useFaultText(): (fault: Error) => string {
  const { t } = useTranslation();
  return (fault) => {
    if (fault instanceof Refusal) return fault.problem.errors?.[0]?.detail ?? fault.message;
    return fault instanceof Unsent && fault.status !== 0
      ? t('uploads.refusedByStorage', { status: fault.status })
      : t('uploads.unsent');
  };
}
