import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Held } from '../../api/queries.ts';
import { useAccount } from '../../app/context.ts';
import { useFormat } from '../../language/format.ts';
import { usePriceText } from '../../language/price-text.ts';
import { Cover } from './preview.tsx';
import type { Theme } from './queries.ts';

interface ThemeCardProps {
  readonly theme: Theme;
  /** What the account has of it. */
  readonly held: Held | undefined;
}

export function ThemeCard({ theme, held }: ThemeCardProps) {
  const { t } = useTranslation();
  const account = useAccount();
  const priceText = usePriceText();
  const { themeId, name, creator, price } = theme;
  return (
    <li className="rd-card theme-card">
      <Link className="theme-card__way" to="/accounts/$account/store/$themeId" params={{ account, themeId }}>
        <Cover theme={theme} />
        <h3 className="rd-heading rd-heading--3 theme-card__name">{name}</h3>
      </Link>
      <p className="rd-small theme-card__creator">{t('store.by', { creator })}</p>
      <p className="rd-card__meta theme-card__facts">
        <strong className="rd-price">{priceText(price)}</strong>
        {held && <span className="rd-badge rd-badge--success">{t('store.yours')}</span>}
      </p>
      <Standing theme={theme} />
      <Tags theme={theme} />
    </li>
  );
}

/** How it is liked, and by how many it was taken. */
export function Standing({ theme: { rating, installs } }: { readonly theme: Theme }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <p className="rd-small theme-card__standing">
      {rating.average === null ? (
        <span>{t('store.unrated')}</span>
      ) : (
        <span>
          <span aria-hidden="true">★ </span>
          {t('store.rated', { average: format.number(rating.average), count: rating.count })}
        </span>
      )}
      <span>{t('store.installs', { count: installs })}</span>
    </p>
  );
}

export function Tags({ theme: { name, tags } }: { readonly theme: Theme }) {
  const { t } = useTranslation();
  const account = useAccount();
  if (tags.length === 0) return null;
  return (
    <ul className="tags" aria-label={t('store.tagsOf', { name })}>
      {tags.map((tag) => (
        <li key={tag}>
          <Link className="tag" to="/accounts/$account/store" params={{ account }} search={{ tag }}>
            {tag}
          </Link>
        </li>
      ))}
    </ul>
  );
}
