import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal } from '../../api/refusal.ts';

/** Why something was not done, with each thing that was wrong. Comes into sight by itself, also in a long form. */
export function Fault({ fault }: { readonly fault: Error | null }) {
  const text = useFaultText();
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (fault !== null) shown.current?.scrollIntoView({ block: 'nearest' });
  }, [fault]);
  if (fault === null) return null;
  return (
    <div ref={shown} role="alert">
      {text(fault).map((line) => (
        <p key={line} className="rd-error">
          {line}
        </p>
      ))}
    </div>
  );
}

const fields = ['name', 'description', 'tags', 'price'] as const;

/** Each thing that was wrong after the name of its field, or all in one. */
function useFaultText(): (fault: Error) => readonly string[] {
  const { t } = useTranslation();
  return (fault) => {
    const errors = fault instanceof Refusal ? (fault.problem.errors ?? []) : [];
    if (errors.length === 0) return [fault.message];
    const lines = errors.map(({ path, detail }) => {
      const field = fields.find((one) => path.split('/')[1] === one);
      return field ? t('creator.form.fault', { field: t(`creator.form.${field}`), detail }) : detail;
    });
    return [...new Set(lines)];
  };
}
