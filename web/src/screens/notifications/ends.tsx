import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../api/now.ts';
import { heldOf } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { useFormat } from '../../language/format.ts';

/** From how long before its end a theme is shown as ending: as packs are. */
const SOON = 30 * 86_400_000;

/** The themes whose time ends within 30 days: extended now, no day is lost. */
export function ThemesEnding() {
  const { t } = useTranslation();
  const { api } = useApp();
  const format = useFormat();
  const account = useAccount();
  const now = useNow();
  const { data = [] } = useQuery(heldOf(api, account));
  if (now === null) return null;
  const ending = data.flatMap(({ themeId, name, expiresAt }) =>
    expiresAt !== null && Date.parse(expiresAt) - SOON <= now ? [{ themeId, name, expiresAt }] : [],
  );
  if (ending.length === 0) return null;
  return (
    <section className="rd-section" aria-labelledby="themes-ending">
      <h2 id="themes-ending" className="rd-heading rd-heading--2">
        {t('notifications.ending.title')}
      </h2>
      <ul className="due">
        {ending.map(({ themeId, name, expiresAt }) => (
          <li key={themeId} className="rd-alert rd-alert--warning due__item">
            <span className="due__text">
              <strong className="rd-alert__title">{name}</strong>{' '}
              {t('notifications.ending.ends', {
                relative: format.relative(expiresAt, now),
                end: format.time(expiresAt),
              })}
            </span>
            <Link
              className="rd-button rd-button--outlined"
              to="/accounts/$account/store/$themeId"
              params={{ account, themeId }}
            >
              {t('store.extend')}
              <span className="unseen"> {name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
