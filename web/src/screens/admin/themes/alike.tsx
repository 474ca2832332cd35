import { useTranslation } from 'react-i18next';
import type { ThemeReview } from '../queries.ts';

/** The themes on sale that a version is nearly the same as, and by what. */
export function Alike({ alike }: Pick<ThemeReview, 'alike'>) {
  const { t } = useTranslation();
  if (alike.length === 0) return null;
  return (
    <div className="rd-alert rd-alert--warning" role="note">
      <strong className="rd-alert__title">{t('admin.themes.alike.title')}</strong>
      <ul className="rd-list">
        {alike.map(({ themeId, name, creator, sameFile, rules, tokens }) => (
          <li key={themeId} className="rd-list__item">
            {t(`admin.themes.alike.${sameFile ? 'same' : 'parts'}`, { name, creator, rules, tokens })}
          </li>
        ))}
      </ul>
    </div>
  );
}
