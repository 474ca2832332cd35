import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answered } from '../../../api/client.ts';
import { useApp } from '../../../app/context.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { Fault } from '../../../components/fault.tsx';
import { LongTextField } from '../../../components/field.tsx';
import { usePriceText } from '../../../language/price-text.ts';
import { useMoved } from '../moved.ts';
import type { ThemeReview } from '../queries.ts';
import { Step } from '../step.tsx';
import type { Verdict } from './version-card.tsx';

export interface Decision {
  readonly verdict: Verdict;
  readonly version: ThemeReview;
}

interface DecisionDialogProps {
  /** Null: none, and the dialog is closed. */
  readonly decision: Decision | null;
  readonly onClose: () => void;
  readonly onDone: (said: string) => void;
}

/** Says what follows from a decision, takes what is to be told to the creator, and decides. */
export function DecisionDialog({ decision, onClose, onDone }: DecisionDialogProps) {
  const { t } = useTranslation();
  const title = decision
    ? t(`admin.themes.titles.${decision.verdict}`, {
        name: decision.version.name,
        version: decision.version.version,
      })
    : '';
  return (
    <Dialog title={title} isOpen={decision !== null} onClose={onClose}>
      {decision && <Deciding decision={decision} onClose={onClose} onDone={onDone} />}
    </Dialog>
  );
}

interface DecidingProps extends DecisionDialogProps {
  readonly decision: Decision;
}

function Deciding({ decision: { verdict, version }, onClose, onDone }: DecidingProps) {
  const { t } = useTranslation();
  const priceOf = usePriceText();
  const [feedback, setFeedback] = useState('');
  const deciding = useDeciding((said) => {
    onDone(said);
    onClose();
  });
  const isRejected = verdict === 'reject';
  return (
    <Step>
      <form
        className="admin-form"
        onSubmit={(event) => {
          event.preventDefault();
          deciding.mutate({ verdict, version, feedback: feedback.trim() });
        }}
      >
        <p className="rd-dialog__text">
          {t(`admin.themes.follows.${!isRejected && version.onSale !== null ? 'replace' : verdict}`, {
            price: priceOf(version.price),
          })}
        </p>
        <LongTextField
          label={t('admin.themes.feedback')}
          hint={t(`admin.themes.feedbackHints.${verdict}`)}
          value={feedback}
          longest={2_000}
          isNeeded={isRejected}
          onText={setFeedback}
        />
        <Fault fault={deciding.error} />
        <div className="rd-actions">
          <button
            type="submit"
            className={`rd-button rd-button--${isRejected ? 'danger' : 'primary'}`}
            disabled={deciding.isPending || (isRejected && feedback.trim() === '')}
          >
            {t(`admin.themes.${verdict}`)}
          </button>
          <button type="button" className="rd-button rd-button--outlined" onClick={onClose}>
            {t('shell.cancel')}
          </button>
        </div>
      </form>
    </Step>
  );
}

function useDeciding(onDone: (said: string) => void) {
  const { t } = useTranslation();
  const { api } = useApp();
  const moved = useMoved('themes');
  return useMutation({
    mutationFn: ({ verdict, version, feedback }: Decision & { readonly feedback: string }) =>
      answered(
        api.POST('/v1/admin/themes/{themeId}/review', {
          params: { path: { themeId: version.themeId } },
          // The version that was looked at: a newer one that came meanwhile is not decided on unseen.
          body: {
            decision: verdict,
            version: version.version,
            ...(feedback === '' ? {} : { feedback }),
          },
        }),
      ),
    // Its dialog closes once the page shows what it did: nobody does it twice.
    onSuccess: async ({ name, version }, { verdict }) => {
      await moved();
      onDone(t(`admin.themes.done.${verdict}`, { name, version }));
    },
    onError: moved,
  });
}
