import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Held, heldOf } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { useLooks } from '../../app/theme.ts';
import { Empty, Loaded } from '../../components/states.tsx';
import { useFormat } from '../../language/format.ts';
import { TryOn, Wear } from './dressing.tsx';

/** What the account may use now, and wears. */
export function Mine() {
  const { t } = useTranslation();
  const { api } = useApp();
  const held = useQuery(heldOf(api, useAccount()));
  return (
    <section className="rd-section mine" aria-labelledby="mine">
      <h2 id="mine" className="rd-heading rd-heading--2">
        {t('store.mine')}
      </h2>
      <Loaded query={held}>
        {(all) =>
          all.length === 0 ? (
            <Empty>{t('store.noneMine')}</Empty>
          ) : (
            <ul className="mine__list">
              {all.map((one) => (
                <MyTheme key={one.themeId} held={one} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

function MyTheme({ held }: { readonly held: Held }) {
  const { t } = useTranslation();
  const format = useFormat();
  const account = useAccount();
  const { worn } = useLooks();
  const { themeId, name, version, expiresAt, stylesheetUrl, rating } = held;
  const look = { themeId, name, version };
  return (
    <li className="mine__item">
      <span className="mine__what">
        <Link className="rd-link" to="/accounts/$account/store/$themeId" params={{ account, themeId }}>
          {name}
        </Link>{' '}
        {worn?.themeId === themeId && <span className="rd-badge rd-badge--success">{t('store.worn')}</span>}
        <small className="rd-small mine__right">
          <span>
            {expiresAt === null
              ? t('store.heldForGood')
              : t('store.heldUntil', { end: format.time(expiresAt) })}
          </span>
          {rating !== null && <span>{t('store.rate.given', { count: rating })}</span>}
        </small>
      </span>
      <span className="mine__actions">
        <Wear look={look} stylesheetUrl={stylesheetUrl} />
        <TryOn look={look} stylesheetUrl={stylesheetUrl} />
        {expiresAt !== null && (
          <Link
            className="rd-button rd-button--outlined"
            to="/accounts/$account/store/$themeId"
            params={{ account, themeId }}
          >
            {t('store.extend')}
            <span className="unseen"> {name}</span>
          </Link>
        )}
      </span>
    </li>
  );
}
