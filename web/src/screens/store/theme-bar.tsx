import '../../styles/records.css';
import '../../styles/theme-bar.css';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { heldOf } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { type Look, stopTrying, undress, useLooks, type Worn, wear } from '../../app/theme.ts';
import { isDialogOpen } from '../../components/dialog.tsx';
import { Plain } from '../../components/plain.tsx';
import { isFree } from '../../language/price-text.ts';
import { BuyDialog, type Wanted } from './buying.tsx';
import { Wear } from './dressing.tsx';
import { themeOf } from './queries.ts';

/** Says that these pages show a theme that is tried, or that one ended, and sees to the right to what is worn. */
export function ThemeBar() {
  const { tried, worn, ended } = useLooks();
  return (
    <>
      {worn && <Keeper worn={worn} />}
      {tried && <Trying look={tried} />}
      {ended && !tried && <Ended look={ended} />}
    </>
  );
}

function Trying({ look }: { readonly look: Look }) {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  const { data: theme } = useQuery(themeOf(api, look.themeId));
  const { data: all } = useQuery(heldOf(api, account));
  const [wanted, setWanted] = useState<Wanted | null>(null);
  useEffect(stopByEscape, []);
  const held = all?.find(({ themeId }) => themeId === look.themeId);
  const mayBuy = theme && all && !theme.delisted && theme.version !== null && held?.expiresAt !== null;
  return (
    <>
      <Bar>
        <p className="theme-bar__text" role="status">
          {t('store.bar.trying', { name: look.name })}
        </p>
        <div className="theme-bar__actions">
          {held && <Wear look={look} stylesheetUrl={held.stylesheetUrl} />}
          {mayBuy && (
            <button type="button" className="rd-button rd-button--primary" onClick={() => setWanted(theme)}>
              {t(isFree(theme.price) ? 'store.get' : held ? 'store.extend' : 'store.buy')}
            </button>
          )}
          <button type="button" className="rd-button rd-button--outlined" onClick={stopTrying}>
            {t('store.bar.stop')} <kbd className="theme-bar__key">Esc</kbd>
          </button>
        </div>
      </Bar>
      <BuyDialog wanted={wanted} onClose={() => setWanted(null)} />
    </>
  );
}

/** The bar lies in the top layer, in a tree that no theme reaches: a theme that is tried can neither cover nor move it. */
function Bar({ children }: { readonly children: ReactNode }) {
  return (
    <div className="theme-bar-room">
      <Plain>
        <TopLayer>{children}</TopLayer>
      </Plain>
    </div>
  );
}

function TopLayer({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const bar = useRef<HTMLElement>(null);
  useEffect(() => bar.current?.showPopover(), []);
  return (
    <section ref={bar} popover="manual" className="theme-bar" aria-label={t('store.bar.title')}>
      {children}
    </section>
  );
}

/** Escape ends it, unless it was meant for a dialog. */
function stopByEscape(): () => void {
  const stop = ({ key, defaultPrevented }: KeyboardEvent) => {
    if (key === 'Escape' && !defaultPrevented && !isDialogOpen()) stopTrying();
  };
  addEventListener('keydown', stop);
  return () => removeEventListener('keydown', stop);
}

/** A right may end, and a version be followed by another: looked up now and then, and acted upon. */
const NOW_AND_THEN = 20_000;

function Keeper({ worn }: { readonly worn: Worn }) {
  const { api } = useApp();
  const { data } = useQuery({ ...heldOf(api, worn.account), refetchInterval: NOW_AND_THEN });
  useEffect(() => {
    if (data === undefined) return;
    const held = data.find(({ themeId }) => themeId === worn.themeId);
    if (!held) void undress(worn);
    // What cannot be fetched now is fetched with the next look.
    else if (held.version !== worn.version)
      void wear({ ...worn, version: held.version }, held.stylesheetUrl).catch(() => undefined);
  }, [data, worn]);
  return null;
}

function Ended({ look }: { readonly look: Look }) {
  const { t } = useTranslation();
  return (
    <Bar>
      <p className="theme-bar__text" role="status">
        {t('store.bar.ended', { name: look.name })}
      </p>
      <button type="button" className="rd-button rd-button--outlined" onClick={() => void undress()}>
        {t('shell.close')}
      </button>
    </Bar>
  );
}
