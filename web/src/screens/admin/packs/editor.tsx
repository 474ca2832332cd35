import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answered } from '../../../api/client.ts';
import type { Pack } from '../../../api/queries.ts';
import { useApp } from '../../../app/context.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { Waiting } from '../../../components/states.tsx';
import { useMoved } from '../moved.ts';
import { type Meter, useMeters } from '../platform.ts';
import { draftOf, type Terms, termsOf, unitOf } from './draft.ts';
import { DraftForm } from './draft-form.tsx';
import { TermsReview } from './terms-review.tsx';

/** What is edited: a pack type and its terms of now; none of a new one (null), or of one that is not on sale. */
export interface Edited {
  readonly packType: string | null;
  readonly name: string;
  readonly pack: Pack | null;
}

interface PackEditorProps {
  /** Null: nothing is edited, and the dialog is closed. */
  readonly edited: Edited | null;
  readonly onClose: () => void;
  readonly onDone: (said: string) => void;
}

/** Sets the terms that a pack type is sold on from now on: written, looked at once more, then set. */
export function PackEditor({ edited, onClose, onDone }: PackEditorProps) {
  const meters = useMeters();
  const title = useTitle(edited);
  return (
    <Dialog title={title} isOpen={edited !== null} onClose={onClose}>
      {edited &&
        (meters ? (
          <Editing edited={edited} meters={meters} onClose={onClose} onDone={onDone} />
        ) : (
          <Waiting />
        ))}
    </Dialog>
  );
}

function useTitle(edited: Edited | null): string {
  const { t } = useTranslation();
  if (edited?.packType == null) return t('admin.packs.add');
  const { name, pack } = edited;
  return t(pack ? 'admin.packs.changeOne' : 'admin.packs.sellAgainOne', { name });
}

interface EditingProps extends Omit<PackEditorProps, 'edited'> {
  readonly edited: Edited;
  readonly meters: readonly Meter[];
}

interface Planned {
  readonly packType: string;
  readonly terms: Terms;
}

function Editing({ edited: { packType, name, pack }, meters, onClose, onDone }: EditingProps) {
  const [draft, setDraft] = useState(() => draftOf(pack, meters, packType ?? '', name));
  const [planned, setPlanned] = useState<Planned | null>(null);
  const read = termsOf(draft, meters, (meter) => unitOf(meter, pack));
  const setting = useSetting(onDone, onClose);
  if (planned)
    return (
      <TermsReview
        before={pack}
        terms={planned.terms}
        meters={meters}
        fault={setting.error}
        isBusy={setting.isPending}
        onSet={() => setting.mutate(planned)}
        onBack={() => {
          setting.reset();
          setPlanned(null);
        }}
      />
    );
  return (
    <DraftForm
      draft={draft}
      meters={meters}
      unitOf={(meter) => unitOf(meter, pack)}
      isNew={packType === null}
      isOffSale={packType !== null && pack === null}
      faults={'faults' in read ? read.faults : {}}
      onDraft={setDraft}
      onReview={() => 'terms' in read && setPlanned({ packType: draft.packType, terms: read.terms })}
      onClose={onClose}
    />
  );
}

function useSetting(onDone: (said: string) => void, onClose: () => void) {
  const { t } = useTranslation();
  const { api } = useApp();
  const moved = useMoved('packs');
  return useMutation({
    mutationFn: ({ packType, terms }: Planned) =>
      answered(api.PUT('/v1/admin/packs/{packType}', { params: { path: { packType } }, body: terms })),
    // Its dialog closes once the page shows what it did: nobody does it twice.
    onSuccess: async ({ name }) => {
      await moved();
      onDone(t('admin.packs.done', { name }));
      onClose();
    },
    onError: moved,
  });
}
