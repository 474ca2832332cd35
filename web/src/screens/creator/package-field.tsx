import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';

/** The largest package that the form takes, in bytes. */
const MOST = 10_000_000;

/** Takes the zip. One that nobody would take is not even sent. */
export function PackageField({ onFile }: { readonly onFile: (file: File | null) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const id = useId();
  const [chosen, setChosen] = useState<File | null>(null);
  const most = format.amount(MOST, 'byte');
  const isTooLarge = chosen !== null && chosen.size > MOST;
  return (
    <div className="rd-field">
      <span id={`${id}-label`} className="rd-label">
        {t('creator.form.package')}
      </span>
      <div className="package">
        <label className="rd-button rd-button--outlined package__label">
          {t('creator.form.choose')}
          <input
            className="package__input"
            type="file"
            accept=".zip,application/zip"
            required
            aria-labelledby={`${id}-label ${id}-name`}
            aria-describedby={`${id}-hint`}
            onChange={({ target }) => {
              const file = target.files?.[0] ?? null;
              setChosen(file);
              onFile(file !== null && file.size > MOST ? null : file);
            }}
          />
        </label>
        <span id={`${id}-name`} className="package__name">
          {chosen?.name ?? t('creator.form.noFile')}
        </span>
      </div>
      <p className="rd-hint" id={`${id}-hint`}>
        {t('creator.form.packageHint', { most })}
      </p>
      <div role="alert">
        {isTooLarge && <p className="rd-error">{t('creator.form.tooLarge', { most })}</p>}
      </div>
    </div>
  );
}
