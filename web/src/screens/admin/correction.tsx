import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isPassing } from '../../api/refusal.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Fault } from '../../components/fault.tsx';
import { useIntent } from '../../components/paying/intent.ts';
import { type CorrectionBody, CorrectionForm, type Written } from './correction-form.tsx';
import { Step } from './step.tsx';

/** Something that an admin does about a charge: what it would do, and doing it. */
export interface Correction<Plan> {
  readonly title: string;
  readonly account: string;
  readonly takesAmount: boolean;
  /** What the key that does it says. */
  readonly confirm: string;
  plan(body: CorrectionBody): Promise<Plan>;
  show(plan: Plan): ReactNode;
  /** Does it, and answers with what is to be said of it. */
  make(body: CorrectionBody, idempotencyKey: string): Promise<string>;
}

interface CorrectionDialogProps<Plan> {
  /** Null: none, and the dialog is closed. */
  readonly correction: Correction<Plan> | null;
  readonly onClose: () => void;
}

/** Asks for the reason, shows what would be done, and does it once. */
export function CorrectionDialog<Plan>({ correction, onClose }: CorrectionDialogProps<Plan>) {
  return (
    <Dialog title={correction?.title ?? ''} isOpen={correction !== null} onClose={onClose}>
      {correction && <Correcting correction={correction} onClose={onClose} />}
    </Dialog>
  );
}

const nothingWritten: Written = { reason: '', isWhole: true, amount: '' };

interface CorrectingProps<Plan> {
  readonly correction: Correction<Plan>;
  readonly onClose: () => void;
}

function Correcting<Plan>({ correction, onClose }: CorrectingProps<Plan>) {
  const [written, setWritten] = useState(nothingWritten);
  const planning = useMutation({ mutationFn: (body: CorrectionBody) => correction.plan(body) });
  const making = useMaking(correction);
  const { data: plan, variables: body } = planning;
  if (making.data !== undefined) return <Made said={making.data} onClose={onClose} />;
  if (plan !== undefined && body !== undefined)
    return (
      <Review
        confirm={correction.confirm}
        fault={making.error}
        isBusy={making.isPending}
        onConfirm={() => making.mutate(body)}
        onBack={() => {
          making.reset();
          planning.reset();
        }}
      >
        {correction.show(plan)}
      </Review>
    );
  return (
    <CorrectionForm
      written={written}
      takesAmount={correction.takesAmount}
      fault={planning.error}
      isBusy={planning.isPending}
      onWritten={setWritten}
      onBody={(next) => planning.mutate(next)}
      onClose={onClose}
    />
  );
}

function useMaking<Plan>({ account, make }: Correction<Plan>) {
  const queries = useQueryClient();
  const intent = useIntent();
  return useMutation({
    mutationFn: (body: CorrectionBody) => make(body, intent.keyFor(JSON.stringify(body))),
    retry: (failures, fault) => failures < 2 && isPassing(fault),
    onError: (fault) => {
      if (!isPassing(fault)) intent.forget();
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: [account] }),
        queries.invalidateQueries({ queryKey: ['admin'] }),
      ]),
  });
}

interface ReviewProps {
  readonly confirm: string;
  readonly fault: Error | null;
  readonly isBusy: boolean;
  readonly onConfirm: () => void;
  readonly onBack: () => void;
  /** What would be done. */
  readonly children: ReactNode;
}

function Review({ confirm, fault, isBusy, onConfirm, onBack, children }: ReviewProps) {
  const { t } = useTranslation();
  return (
    <Step>
      {children}
      <Fault fault={fault} />
      <div className="rd-actions">
        <button type="button" className="rd-button rd-button--danger" disabled={isBusy} onClick={onConfirm}>
          {isBusy ? t('admin.doing') : confirm}
        </button>
        <button type="button" className="rd-button rd-button--outlined" disabled={isBusy} onClick={onBack}>
          {t('admin.back')}
        </button>
      </div>
    </Step>
  );
}

function Made({ said, onClose }: { readonly said: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Step>
      <div className="rd-alert rd-alert--success" role="status">
        {said}
      </div>
      <div className="rd-actions">
        <button type="button" className="rd-button rd-button--primary" onClick={onClose}>
          {t('shell.close')}
        </button>
      </div>
    </Step>
  );
}
