import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../../components/field.tsx';
import { Radios } from '../../../components/radios.tsx';
import { useMeterName } from '../../../language/meter-name.ts';
import type { Meter } from '../platform.ts';
import { Step } from '../step.tsx';
import type { WrittenUnit } from './amounts.ts';
import { type Draft, type DraftFaults, metersFor } from './draft.ts';

interface DraftFormProps {
  readonly draft: Draft;
  readonly meters: readonly Meter[];
  readonly unitOf: (meter: Meter) => WrittenUnit;
  readonly isNew: boolean;
  /** Its terms of before are not known: they are to be given anew. */
  readonly isOffSale: boolean;
  readonly faults: DraftFaults;
  readonly onDraft: (draft: Draft) => void;
  readonly onReview: () => void;
  readonly onClose: () => void;
}

/** Faults show once one has tried to go on: nobody is told off for what they have not written yet. */
export function DraftForm({ faults, onReview, onClose, isOffSale, ...form }: DraftFormProps) {
  const { t } = useTranslation();
  const [hasTried, setHasTried] = useState(false);
  const said = (name: string): string | null => {
    const fault = faults[name];
    return hasTried && fault ? t(`admin.packs.faults.${fault}`) : null;
  };
  return (
    <Step>
      <form
        className="admin-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setHasTried(true);
          onReview();
        }}
      >
        {isOffSale && <p className="rd-text">{t('admin.packs.anew')}</p>}
        <NameFields {...form} said={said} />
        <GrantFields {...form} said={said} />
        <TermFields {...form} said={said} />
        <p role="alert" className={hasTried ? 'rd-error' : undefined}>
          {hasTried && t('admin.packs.faults.some')}
        </p>
        <div className="rd-actions">
          <button type="submit" className="rd-button rd-button--primary">
            {t('admin.review')}
          </button>
          <button type="button" className="rd-button rd-button--outlined" onClick={onClose}>
            {t('shell.cancel')}
          </button>
        </div>
      </form>
    </Step>
  );
}

interface PartProps extends Pick<DraftFormProps, 'draft' | 'meters' | 'unitOf' | 'isNew' | 'onDraft'> {
  readonly said: (name: string) => string | null;
}

function NameFields({ draft, isNew, onDraft, said }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        label={t('admin.packs.fields.packType')}
        value={draft.packType}
        disabled={!isNew}
        required
        maxLength={64}
        autoComplete="off"
        spellCheck={false}
        hint={isNew ? t('admin.packs.hints.packType') : undefined}
        fault={said('packType')}
        onText={(packType) => onDraft({ ...draft, packType })}
      />
      <TextField
        label={t('admin.packs.fields.name')}
        value={draft.name}
        required
        maxLength={120}
        fault={said('name')}
        onText={(name) => onDraft({ ...draft, name })}
      />
    </>
  );
}

function GrantFields({ draft, meters, unitOf, onDraft, said }: PartProps) {
  const { t } = useTranslation();
  const meterName = useMeterName();
  return (
    <>
      <Radios
        label={t('admin.packs.fields.kind')}
        value={draft.kind}
        options={(['capacity', 'jobSlots'] as const).map((value) => ({
          value,
          label: t(`admin.packs.kinds.${value}`),
        }))}
        onChoice={(kind) => onDraft({ ...draft, kind })}
      />
      <fieldset className="rd-fieldset admin-form">
        <legend className="rd-legend">{t('admin.packs.fields.grants')}</legend>
        {metersFor(draft.kind, meters).map((meter) => (
          <TextField
            key={meter.meter}
            label={t(`admin.packs.units.${unitOf(meter).name}`, {
              meter: meterName(meter.meter, meter.title),
            })}
            value={draft.grants[meter.meter] ?? ''}
            inputMode="decimal"
            autoComplete="off"
            fault={said(meter.meter) ?? said('grants')}
            onText={(text) => onDraft({ ...draft, grants: { ...draft.grants, [meter.meter]: text } })}
          />
        ))}
      </fieldset>
    </>
  );
}

function TermFields({ draft, onDraft, said }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        label={t('admin.packs.fields.price')}
        value={draft.price}
        required
        inputMode="decimal"
        autoComplete="off"
        fault={said('price')}
        onText={(price) => onDraft({ ...draft, price })}
      />
      <Radios
        label={t('admin.packs.fields.mode')}
        value={draft.mode}
        options={(['oneTime', 'subscription'] as const).map((value) => ({
          value,
          label: t(`admin.packs.modes.${value}`),
        }))}
        onChoice={(mode) => onDraft({ ...draft, mode })}
      />
      <TextField
        label={t('admin.packs.fields.days')}
        value={draft.days}
        inputMode="numeric"
        autoComplete="off"
        hint={t('admin.packs.hints.days')}
        fault={said('days')}
        onText={(days) => onDraft({ ...draft, days })}
      />
    </>
  );
}
