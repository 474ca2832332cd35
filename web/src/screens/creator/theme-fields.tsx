import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft } from './draft.ts';

interface FieldsProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

export function NameField({ draft, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <Field label={t('creator.form.name')}>
      {(id) => (
        <input
          id={id}
          className="rd-input"
          value={draft.name}
          onChange={({ target }) => onChange({ ...draft, name: target.value })}
          required
          maxLength={80}
          autoComplete="off"
        />
      )}
    </Field>
  );
}

export function DescriptionFields({ draft, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Field label={t('creator.form.description')}>
        {(id) => (
          <textarea
            id={id}
            className="rd-textarea"
            rows={3}
            value={draft.description}
            onChange={({ target }) => onChange({ ...draft, description: target.value })}
            required
            maxLength={2_000}
          />
        )}
      </Field>
      <Field label={t('creator.form.tags')} hint={t('creator.form.tagsHint')}>
        {(id) => (
          <input
            id={id}
            className="rd-input"
            value={draft.tags}
            onChange={({ target }) => onChange({ ...draft, tags: target.value })}
            placeholder="calm, high-contrast"
            autoComplete="off"
            spellCheck={false}
            aria-describedby={`${id}-hint`}
          />
        )}
      </Field>
    </>
  );
}

const modes = ['free', 'fixed', 'bundle'] as const;

export function PriceFields({ draft, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="rd-fieldset">
      <legend className="rd-legend">{t('creator.form.price')}</legend>
      {modes.map((mode) => (
        <label key={mode} className="rd-choice">
          <input
            className="rd-radio"
            type="radio"
            name="mode"
            value={mode}
            checked={mode === draft.mode}
            onChange={() => onChange({ ...draft, mode })}
          />
          <span className="rd-choice__label">{t(`creator.form.modes.${mode}`)}</span>
        </label>
      ))}
      {draft.mode !== 'free' && (
        <div className="creator-form__price">
          <Field label={t('creator.form.amount')}>
            {(id) => (
              <input
                id={id}
                className="rd-input"
                inputMode="decimal"
                value={draft.amount}
                onChange={({ target }) => onChange({ ...draft, amount: target.value })}
                required
                pattern="\d{1,6}([.,]\d{1,2})?"
                title={t('creator.form.amountForm')}
                placeholder="19.00"
                autoComplete="off"
              />
            )}
          </Field>
          {draft.mode === 'bundle' && <DaysField draft={draft} onChange={onChange} />}
        </div>
      )}
    </fieldset>
  );
}

function DaysField({ draft, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <Field label={t('creator.form.days')}>
      {(id) => (
        <input
          id={id}
          className="rd-input"
          type="number"
          min={1}
          max={3_660}
          value={draft.days}
          onChange={({ target }) => onChange({ ...draft, days: target.value })}
          required
        />
      )}
    </Field>
  );
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly children: (id: string) => ReactNode;
}

export function Field({ label, hint, children }: FieldProps) {
  const id = useId();
  return (
    <div className="rd-field">
      <label className="rd-label" htmlFor={id}>
        {label}
      </label>
      {children(id)}
      {hint !== undefined && (
        <p className="rd-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
