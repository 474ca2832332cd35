import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answered } from '../../api/client.ts';
import { isPassing } from '../../api/refusal.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Fault } from '../../components/fault.tsx';
import { useIntent } from '../../components/paying/intent.ts';
import { type Draft, descriptionIn, emptyDraft, priceIn, tagsIn } from './draft.ts';
import { PackageField } from './package-field.tsx';
import { sendPackage } from './packages.ts';
import { DescriptionFields, NameField, PriceFields } from './theme-fields.tsx';

interface SubmitProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Handing in a theme: what it is, what it costs, and its package. */
export function Submit({ isOpen, onClose }: SubmitProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('creator.submit.title')} isOpen={isOpen} onClose={onClose}>
      <SubmitForm onClose={onClose} />
    </Dialog>
  );
}

function SubmitForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [file, setFile] = useState<File | null>(null);
  const submitting = useSubmitting(onClose);
  return (
    <form
      className="creator-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (file) submitting.mutate({ draft, file });
      }}
    >
      <NameField draft={draft} onChange={setDraft} />
      <DescriptionFields draft={draft} onChange={setDraft} />
      <PriceFields draft={draft} onChange={setDraft} />
      <PackageField onFile={setFile} />
      {!submitting.isPending && <Fault fault={submitting.error} />}
      <div className="rd-actions">
        <button type="submit" className="rd-button rd-button--primary" disabled={submitting.isPending}>
          {t(submitting.isPending ? 'creator.submit.doing' : 'creator.submit.do')}
        </button>
        <button type="button" className="rd-button rd-button--outlined" onClick={onClose}>
          {t('shell.cancel')}
        </button>
      </div>
    </form>
  );
}

/** Once the theme is there its package is sent, and its own page tells what comes of it. */
function useSubmitting(onClose: () => void) {
  const { api } = useApp();
  const account = useAccount();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const intent = useIntent();
  return useMutation({
    mutationFn: ({ draft }: { readonly draft: Draft; readonly file: File }) =>
      answered(
        api.POST('/v1/themes', {
          params: { header: { 'Idempotency-Key': intent.keyFor(JSON.stringify(draft)) } },
          body: {
            account,
            name: draft.name.trim(),
            description: descriptionIn(draft),
            tags: tagsIn(draft),
            price: priceIn(draft),
          },
        }),
      ),
    retry: (failures, fault) => failures < 2 && isPassing(fault),
    onSuccess: (form, { file }) => {
      void sendPackage(form, file);
      onClose();
      void navigate({
        to: '/accounts/$account/creator/$themeId',
        params: { account, themeId: form.themeId },
      });
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: [account] }),
  });
}
