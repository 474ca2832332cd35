import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '../components/choice.tsx';
import { choose, type Language, languages } from '../language/language.ts';
import { Unread } from '../screens/notifications/unread.tsx';
import { useAccount, useApp } from './context.ts';
import { useNarrow } from './narrow.ts';
import { accountPages, adminPages } from './pages.ts';
import { applyScheme, chosenScheme, schemes } from './scheme.ts';
import { useLooks } from './theme.ts';

const ThemeBar = lazy(async () => ({ default: (await import('../screens/store/theme-bar.tsx')).ThemeBar }));

/** What frames every page: where one can go, as whom, and in which language and light. */
export function Shell() {
  const { t } = useTranslation();
  const isNarrow = useNarrow();
  return (
    <>
      <a className="skip" href="#main">
        {t('shell.skip')}
      </a>
      <Theme />
      <header className="rd-header">
        <Link to="/" className="rd-brand">
          <img src="/icon.svg" alt="" width="24" height="24" /> {t('shell.brand')}
        </Link>
        {isNarrow ? <Menu /> : <Settings />}
      </header>
      <div className="frame">
        {!isNarrow && <Ways />}
        <main id="main" className="content" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </>
  );
}

/** On a phone all of it is folded away, and again on the next page: what somebody came for comes first. */
function Menu() {
  const { t } = useTranslation();
  const page = useLocation({ select: ({ pathname }) => pathname });
  return (
    <details key={page} className="menu">
      <summary className="menu__summary">
        {t('shell.menu')}
        <Unread />
      </summary>
      <Ways />
      <Settings />
    </details>
  );
}

/** Only for those whose pages wear a theme, or try one. */
function Theme() {
  const { tried, worn, ended } = useLooks();
  if (!tried && !worn && !ended) return null;
  return (
    <Suspense fallback={null}>
      <ThemeBar />
    </Suspense>
  );
}

function Ways() {
  const { t } = useTranslation();
  const { session } = useApp();
  const account = useAccount();
  return (
    <nav className="ways" aria-label={t('shell.main')}>
      <ul className="ways__list">
        {accountPages.map(({ to, name }) => (
          <li key={to}>
            <Link
              to={to}
              params={{ account }}
              className="rd-nav__link"
              activeOptions={{ exact: name === 'overview' }}
            >
              {t(`shell.nav.${name}`)}
              {name === 'notifications' && <Unread />}
            </Link>
          </li>
        ))}
      </ul>
      {session.isAdmin && (
        <>
          <h2 className="ways__title" id="administration">
            {t('shell.administration')}
          </h2>
          <ul className="ways__list" aria-labelledby="administration">
            {adminPages.map(({ to, name }) => (
              <li key={to}>
                <Link to={to} className="rd-nav__link">
                  {t(`shell.adminNav.${name}`)}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </nav>
  );
}

function Settings() {
  const { t, i18n } = useTranslation();
  const { session } = useApp();
  const [scheme, setScheme] = useState(chosenScheme);
  return (
    <div className="settings">
      <AccountChoice />
      {session.people && (
        <Choice
          label={t('shell.person')}
          value={session.subject}
          options={session.people.map(({ sub }) => ({ value: sub, label: sub }))}
          onChange={(sub) => {
            const person = session.people?.find((one) => one.sub === sub);
            if (person) session.become(person);
          }}
        />
      )}
      <Choice
        label={t('shell.language')}
        value={i18n.language as Language}
        options={languages.map((value) => ({ value, label: { en: 'English', zh: '中文' }[value] }))}
        onChange={(language) => void choose(language)}
      />
      <Choice
        label={t('shell.scheme')}
        value={scheme}
        options={schemes.map((value) => ({ value, label: t(`shell.schemes.${value}`) }))}
        onChange={(next) => {
          applyScheme(next);
          setScheme(next);
        }}
      />
      {session.signOut && (
        <button
          type="button"
          className="rd-button rd-button--outlined"
          onClick={() => void session.signOut?.()}
        >
          {t('shell.signOut')}
        </button>
      )}
    </div>
  );
}

/** Only for those who may act for several. */
function AccountChoice() {
  const { t } = useTranslation();
  const { session } = useApp();
  const account = useAccount();
  const navigate = useNavigate();
  if (session.accounts.length < 2) return null;
  return (
    <Choice
      label={t('shell.account')}
      value={account}
      options={session.accounts.map((value) => ({ value, label: value }))}
      onChange={(next) => void navigate({ to: '/accounts/$account', params: { account: next } })}
    />
  );
}
