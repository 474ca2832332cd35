import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAccount } from '../../app/context.ts';

const ways = [
  { name: 'themes', to: '/accounts/$account/creator' },
  { name: 'earnings', to: '/accounts/$account/creator/earnings' },
] as const;

/** What a creator looks at: the themes, and the money. */
export function CreatorWays() {
  const { t } = useTranslation();
  const account = useAccount();
  return (
    <nav aria-label={t('creator.title')}>
      <ul className="rd-nav__list creator-ways">
        {ways.map(({ name, to }) => (
          <li key={name}>
            <Link to={to} params={{ account }} className="rd-nav__link" activeOptions={{ exact: true }}>
              {t(`creator.ways.${name}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
