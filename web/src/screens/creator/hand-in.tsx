import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answered } from '../../api/client.ts';
import { useNow } from '../../api/now.ts';
import { isPassing } from '../../api/refusal.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { Fault } from '../../components/fault.tsx';
import { useIntent } from '../../components/paying/intent.ts';
import { PackageField } from './package-field.tsx';
import { sendPackage, useSending } from './packages.ts';
import type { Form, Submission } from './queries.ts';

/** A package for the version that still waits for one, or for a new one. */
export function HandIn({ submission }: { readonly submission: Submission }) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  // Another field for each package that was sent: a file that is chosen again is a choice again.
  const [round, setRound] = useState(0);
  const form = useOpenForm(submission);
  const handing = useHandingIn(submission.themeId, form);
  const [newest] = submission.versions;
  const isBusy = handing.isPending || newest?.state === 'running';
  return (
    <section className="rd-section" aria-labelledby="hand-in">
      <h2 id="hand-in" className="rd-heading rd-heading--2">
        {t(form ? 'creator.handIn.again' : 'creator.handIn.title')}
      </h2>
      <p className="rd-text">
        {form
          ? t('creator.handIn.againText', { version: form.version })
          : t(newest?.state === 'awaitingReview' ? 'creator.handIn.instead' : 'creator.handIn.text')}
      </p>
      <form
        className="creator-form hand-in"
        onSubmit={(event) => {
          event.preventDefault();
          if (!file) return;
          handing.mutate(file, { onSuccess: () => setRound(round + 1) });
        }}
      >
        <PackageField key={round} onFile={setFile} />
        {!handing.isPending && <Fault fault={handing.error} />}
        <div className="rd-actions">
          <button type="submit" className="rd-button rd-button--secondary" disabled={isBusy}>
            {t('creator.handIn.do')}
          </button>
        </div>
      </form>
    </section>
  );
}

/** The form that the newest version can still be sent with, when it was asked for here. */
function useOpenForm({ themeId, versions: [newest] }: Submission): Form | null {
  const sending = useSending(themeId);
  const now = useNow();
  if (!sending || !newest || sending.state === 'sending' || now === null) return null;
  const { form } = sending;
  const isOpen = newest.state === 'awaitingUpload' ? sending.state === 'failed' : newest.state === 'failed';
  const isIts = form.version === newest.version && Date.parse(form.upload.expiresAt) > now;
  return isOpen && isIts ? form : null;
}

function useHandingIn(themeId: string, open: Form | null) {
  const { api } = useApp();
  const account = useAccount();
  const queries = useQueryClient();
  const intent = useIntent();
  return useMutation({
    mutationFn: async (file: File) => {
      const form = open ?? (await newVersion(api, themeId, intent.keyFor(themeId)));
      void sendPackage(form, file);
    },
    retry: (failures, fault) => failures < 2 && isPassing(fault),
    onSuccess: () => intent.forget(),
    onSettled: () => void queries.invalidateQueries({ queryKey: [account] }),
  });
}

const newVersion = (api: ReturnType<typeof useApp>['api'], themeId: string, key: string): Promise<Form> =>
  answered(
    api.POST('/v1/themes/{themeId}/versions', {
      params: { path: { themeId }, header: { 'Idempotency-Key': key } },
    }),
  );
