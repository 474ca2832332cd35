import { useTranslation } from 'react-i18next';
import { Refusal } from '../../api/refusal.ts';

/** Why it was not done, in the service's words if it had any, as they are said. */
export function Fault({ fault }: { readonly fault: Error | null }) {
  const { t } = useTranslation();
  const said = fault instanceof Refusal ? (fault.problem.errors?.[0]?.detail ?? fault.message) : '';
  return <div role="alert">{fault && <p className="rd-error">{said || t('overage.unheard')}</p>}</div>;
}
