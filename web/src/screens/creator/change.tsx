import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Fault } from '../../components/fault.tsx';
import { Loaded } from '../../components/states.tsx';
import { useChanging } from './changing.ts';
import { type Draft, descriptionIn, draftOf, priceIn, tagsIn } from './draft.ts';
import { detailsOf } from './queries.ts';
import { DescriptionFields, PriceFields } from './theme-fields.tsx';

interface ChangeDialogProps {
  readonly themeId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Changing the price, the tags and what is said of a theme. */
export function ChangeDialog({ themeId, isOpen, onClose }: ChangeDialogProps) {
  const { t } = useTranslation();
  const { api } = useApp();
  const details = useQuery({ ...detailsOf(api, useAccount(), themeId), enabled: isOpen });
  return (
    <Dialog title={t('creator.change.title')} isOpen={isOpen} onClose={onClose}>
      <div className="creator-form">
        <Loaded query={details}>
          {(theme) => <ChangeForm themeId={themeId} before={draftOf(theme)} onClose={onClose} />}
        </Loaded>
      </div>
    </Dialog>
  );
}

interface ChangeFormProps {
  readonly themeId: string;
  readonly before: Draft;
  readonly onClose: () => void;
}

function ChangeForm({ themeId, before, onClose }: ChangeFormProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(before);
  const changing = useChanging(themeId, onClose);
  return (
    <form
      className="creator-form"
      onSubmit={(event) => {
        event.preventDefault();
        changing.mutate({ description: descriptionIn(draft), tags: tagsIn(draft), price: priceIn(draft) });
      }}
    >
      <p className="rd-text">{t('creator.change.text')}</p>
      <DescriptionFields draft={draft} onChange={setDraft} />
      <PriceFields draft={draft} onChange={setDraft} />
      <Fault fault={changing.error} />
      <div className="rd-actions">
        <button type="submit" className="rd-button rd-button--primary" disabled={changing.isPending}>
          {t('creator.change.do')}
        </button>
        <button type="button" className="rd-button rd-button--outlined" onClick={onClose}>
          {t('shell.cancel')}
        </button>
      </div>
    </form>
  );
}
