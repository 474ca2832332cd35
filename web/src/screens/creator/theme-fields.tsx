import { useTranslation } from 'react-i18next';
import { LongTextField, TextField } from '../../components/field.tsx';
import { Radios } from '../../components/radios.tsx';
import type { Draft } from './draft.ts';

interface FieldsProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

export function NameField({ draft, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('creator.form.name')}
      value={draft.name}
      onText={(name) => onChange({ ...draft, name })}
      required
      maxLength={80}
      autoComplete="off"
    />
  );
}

export function DescriptionFields({ draft, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <LongTextField
        label={t('creator.form.description')}
        value={draft.description}
        onText={(description) => onChange({ ...draft, description })}
        longest={2_000}
        isNeeded
      />
      <TextField
        label={t('creator.form.tags')}
        hint={t('creator.form.tagsHint')}
        value={draft.tags}
        onText={(tags) => onChange({ ...draft, tags })}
        placeholder="calm, high-contrast"
        autoComplete="off"
        spellCheck={false}
      />
    </>
  );
}

const modes = ['free', 'fixed', 'bundle'] as const;

export function PriceFields({ draft, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <Radios
      label={t('creator.form.price')}
      value={draft.mode}
      options={modes.map((value) => ({ value, label: t(`creator.form.modes.${value}`) }))}
      onChoice={(mode) => onChange({ ...draft, mode })}
    >
      {draft.mode !== 'free' && (
        <div className="creator-form__price">
          <TextField
            label={t('creator.form.amount')}
            value={draft.amount}
            onText={(amount) => onChange({ ...draft, amount })}
            inputMode="decimal"
            required
            pattern="\d{1,6}([.,]\d{1,2})?"
            title={t('creator.form.amountForm')}
            placeholder="19.00"
            autoComplete="off"
          />
          {draft.mode === 'bundle' && <DaysField draft={draft} onChange={onChange} />}
        </div>
      )}
    </Radios>
  );
}

function DaysField({ draft, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('creator.form.days')}
      value={draft.days}
      onText={(days) => onChange({ ...draft, days })}
      type="number"
      min={1}
      max={3_660}
      required
    />
  );
}
