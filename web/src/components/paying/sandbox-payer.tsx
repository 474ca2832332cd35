import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../app/context.ts';

const outcomes = ['succeeded', 'failed'] as const;

interface SandboxPayerProps {
  readonly chargeId: string;
  readonly onReported?: () => void;
}

/** On a machine of one's own nobody is there to confirm a payment: one says oneself what its provider reports. */
export function SandboxPayer({ chargeId, onReported }: SandboxPayerProps) {
  const { t } = useTranslation();
  const { session } = useApp();
  const queries = useQueryClient();
  const report = useMutation({
    mutationFn: async (outcome: (typeof outcomes)[number]) => {
      const response = await fetch(`/dev/payments/${chargeId}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ outcome }),
      });
      if (!response.ok) throw new Error(`Not reported: ${response.status}`);
    },
    onSuccess: () => onReported?.(),
    onSettled: () => queries.invalidateQueries(),
  });
  if (session.people === null) return null;
  return (
    <fieldset className="rd-fieldset paying__sandbox" disabled={report.isPending}>
      <legend className="rd-legend">{t('paying.sandbox.title')}</legend>
      <div className="rd-actions">
        {outcomes.map((outcome) => (
          <button
            key={outcome}
            type="button"
            className="rd-button rd-button--outlined"
            onClick={() => report.mutate(outcome)}
          >
            {t(`paying.sandbox.${outcome}`)}
          </button>
        ))}
      </div>
      {report.error && (
        <p className="rd-error" role="alert">
          {t('paying.sandbox.broken')}
        </p>
      )}
    </fieldset>
  );
}
