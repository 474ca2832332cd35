import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import { Field } from './theme-fields.tsx';

/** The largest package that the form takes, in bytes. */
const MOST = 10_000_000;

/** Takes the zip. One that nobody would take is not even sent. */
export function PackageField({ onFile }: { readonly onFile: (file: File | null) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [fault, setFault] = useState<string | null>(null);
  const most = format.amount(MOST, 'byte');
  return (
    <Field label={t('creator.form.package')} hint={t('creator.form.packageHint', { most })}>
      {(id) => (
        <>
          <input
            id={id}
            className="rd-input"
            type="file"
            accept=".zip,application/zip"
            required
            aria-describedby={`${id}-hint`}
            onChange={({ target }) => {
              const file = target.files?.[0] ?? null;
              const isTooLarge = file !== null && file.size > MOST;
              setFault(isTooLarge ? t('creator.form.tooLarge', { most }) : null);
              onFile(isTooLarge ? null : file);
            }}
          />
          <span role="alert">{fault !== null && <p className="rd-error">{fault}</p>}</span>
        </>
      )}
    </Field>
  );
}
