import '../../styles/records.css';
import '../../styles/store.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Held, heldOf } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { PageHeading } from '../../components/heading.tsx';
import { Loaded, Waiting } from '../../components/states.tsx';
import { Way } from '../../components/way.tsx';
import { useFormat } from '../../language/format.ts';
import { isFree, usePriceText } from '../../language/price-text.ts';
import { BuyDialog, type Wanted } from './buying.tsx';
import { TryOn, Wear } from './dressing.tsx';
import { Previews } from './preview.tsx';
import { type Theme, themeOf } from './queries.ts';
import { Rate } from './rate.tsx';
import { Standing, Tags } from './theme-card.tsx';

/** One theme: how it looks, what it costs, and what one has of it. */
export function ThemePage() {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  const { themeId } = useParams({ from: '/accounts/$account/store/$themeId' });
  const theme = useQuery(themeOf(api, themeId));
  const { data: all, isPending } = useQuery(heldOf(api, account));
  const held = all?.find((one) => one.themeId === themeId);
  const [wanted, setWanted] = useState<Wanted | null>(null);
  return (
    <>
      <WayHere name={theme.data?.name ?? held?.name ?? ''} />
      <PageHeading title={theme.data?.name ?? held?.name ?? t('store.one')} />
      <Loaded query={theme}>
        {(data) =>
          isPending ? (
            <Waiting />
          ) : (
            <>
              <div className="theme">
                <Details theme={data} />
                <Standings
                  theme={data}
                  held={held}
                  isKnown={all !== undefined}
                  onBuy={() => setWanted(data)}
                />
              </div>
              {data.previews.length > 0 && <Previews theme={data} />}
            </>
          )
        }
      </Loaded>
      <BuyDialog wanted={wanted} onClose={() => setWanted(null)} />
    </>
  );
}

/** Where the page stands. */
function WayHere({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const account = useAccount();
  const from = (
    <Link className="rd-breadcrumb__link" to="/accounts/$account/store" params={{ account }}>
      {t('store.title')}
    </Link>
  );
  return <Way label={t('store.where')} from={from} here={name} />;
}

function Details({ theme }: { readonly theme: Theme }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="theme__details">
      <p className="rd-text rd-text--lead theme__description">{theme.description}</p>
      <p className="rd-text rd-text--muted">{t('store.by', { creator: theme.creator })}</p>
      <Standing theme={theme} />
      <Tags theme={theme} />
      {theme.listedAt !== null && theme.version !== null && (
        <p className="rd-small">
          {t('store.since', { date: format.date(theme.listedAt), version: theme.version })}
        </p>
      )}
    </div>
  );
}

interface StandingsProps {
  readonly theme: Theme;
  readonly held: Held | undefined;
  /** Whether it is known yet what the account holds. */
  readonly isKnown: boolean;
  readonly onBuy: () => void;
}

/** What the account has of the theme, and what it can do about it. */
function Standings({ theme, held, isKnown, onBuy }: StandingsProps) {
  const { t } = useTranslation();
  const priceText = usePriceText();
  const { themeId, name, version, price, delisted } = theme;
  const stylesheetUrl = held?.stylesheetUrl ?? theme.stylesheetUrl;
  const isForGood = held?.expiresAt === null;
  const look = { themeId, name, version: held?.version ?? version ?? 0 };
  return (
    <section className="rd-card theme__standing" aria-label={t('store.standing')}>
      <p className="theme__price">
        <strong className="rd-price">{priceText(price)}</strong>
      </p>
      {isKnown && <Right held={held} />}
      <div className="rd-actions theme__actions">
        {isKnown && !isForGood && !delisted && version !== null && (
          <button type="button" className="rd-button rd-button--primary" onClick={onBuy}>
            {t(buyWord(theme, held))}
          </button>
        )}
        {held && <Wear look={look} stylesheetUrl={held.stylesheetUrl} />}
        {stylesheetUrl !== null && <TryOn look={look} stylesheetUrl={stylesheetUrl} />}
      </div>
      {stylesheetUrl === null && <p className="rd-small">{t('store.notToTry')}</p>}
      {held && <Rate key={themeId} themeId={themeId} given={held.rating} />}
    </section>
  );
}

function buyWord({ price }: Theme, held: Held | undefined) {
  if (isFree(price)) return 'store.get';
  return held && price.mode === 'bundle' ? 'store.extend' : 'store.buy';
}

function Right({ held }: { readonly held: Held | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!held) return <p className="rd-small">{t('store.notHeld')}</p>;
  return (
    <p role="status">
      <span className="rd-badge rd-badge--success">{t('store.yours')}</span>{' '}
      {held.expiresAt === null
        ? t('store.heldForGood')
        : t('store.heldUntil', { end: format.time(held.expiresAt) })}
    </p>
  );
}
