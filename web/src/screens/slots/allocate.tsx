import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pack } from '../../api/queries.ts';
import { Refusal } from '../../api/refusal.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { useQuotas } from '../../app/quotas.ts';
import { TextField } from '../../components/field.tsx';
import { useFaultText } from '../../language/fault-text.ts';
import { BuyDialog } from '../packs/buying.tsx';
import { Full } from './full.tsx';
import { type Lease, leases } from './lease.ts';
import { LeaseChoice } from './lease-choice.tsx';
import { allocate } from './queries.ts';

/** Taking a slot for a job; the same job finds the one that it has. */
export function Allocate() {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  const queries = useQueryClient();
  const [jobId, setJobId] = useState('');
  const [bought, setBought] = useState<Pack | null>(null);
  const [lease, setLease] = useState<Lease>(3_600);
  const taking = useMutation({
    mutationFn: () => allocate(api, account, jobId.trim(), lease),
    onSuccess: () => setJobId(''),
    onSettled: () => queries.invalidateQueries({ queryKey: [account] }),
  });
  return (
    <section className="rd-section" aria-labelledby="allocate">
      <h2 id="allocate" className="rd-heading rd-heading--2">
        {t('slots.allocate.title')}
      </h2>
      <form
        className="allocate"
        onSubmit={(event) => {
          event.preventDefault();
          taking.mutate();
        }}
      >
        <JobField jobId={jobId} onChange={setJobId} />
        <LeaseChoice label={t('slots.allocate.lease')} value={lease} options={leases} onChange={setLease} />
        <button type="submit" className="rd-button rd-button--primary" disabled={taking.isPending}>
          {t('slots.allocate.take')}
        </button>
      </form>
      {taking.error && <NotTaken fault={taking.error} onBuy={setBought} />}
      <BuyDialog pack={bought} onClose={() => setBought(null)} />
      <p className="allocate__said" role="status">
        {taking.data && t('slots.allocate.taken', { job: taking.data.jobId })}
      </p>
    </section>
  );
}

interface JobFieldProps {
  readonly jobId: string;
  readonly onChange: (jobId: string) => void;
}

function JobField({ jobId, onChange }: JobFieldProps) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('slots.allocate.job')}
      look={{ frame: 'allocate__job', label: 'choice__label' }}
      value={jobId}
      onText={onChange}
      required
      maxLength={64}
      pattern="[A-Za-z0-9][A-Za-z0-9._:\-]*"
      title={t('slots.allocate.form')}
      placeholder="render-42"
      autoComplete="off"
      spellCheck={false}
    />
  );
}

interface NotTakenProps {
  readonly fault: Error;
  readonly onBuy: (pack: Pack) => void;
}

function NotTaken({ fault, onBuy }: NotTakenProps) {
  const { t } = useTranslation();
  const faultText = useFaultText();
  const hasRoom = [...useQuotas().values()].some(({ kind, remaining }) => kind === 'slots' && remaining > 0);
  if (fault instanceof Refusal && fault.code === 'hard-blocked')
    return <Full refusal={fault} onBuy={onBuy} />;
  if (fault instanceof Refusal && fault.code === 'quota-exceeded')
    return hasRoom ? null : <Full refusal={fault} onBuy={onBuy} />;
  return (
    <div className="rd-alert rd-alert--danger" role="alert">
      <strong className="rd-alert__title">{t('slots.allocate.failed')}</strong> {faultText(fault).join(' ')}
    </div>
  );
}
