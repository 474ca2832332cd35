import '../../styles/records.css';
import '../../styles/store.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { heldOf } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { Choice } from '../../components/choice.tsx';
import { PageHeading } from '../../components/heading.tsx';
import { More } from '../../components/more.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { Mine } from './mine.tsx';
import { tagsOn, themesOn } from './queries.ts';
import { Sales } from './sales.tsx';
import { type StoreSearch, sorts } from './search.ts';
import { ThemeCard } from './theme-card.tsx';

/** The themes on sale, what one holds of them, and what was bought. */
export function Store() {
  const { t } = useTranslation();
  const { api } = useApp();
  const shown = useSearch({ from: '/accounts/$account/store' });
  const { isPending } = useQuery(heldOf(api, useAccount()));
  return (
    <>
      <PageHeading title={t('store.title')} />
      <Mine />
      {/* What is below is not shown before it has its place. */}
      {!isPending && (
        <>
          <section className="rd-section" aria-labelledby="on-sale">
            <h2 id="on-sale" className="rd-heading rd-heading--2">
              {t('store.onSale')}
            </h2>
            <Tools shown={shown} />
            <Themes shown={shown} />
          </section>
          <Sales />
        </>
      )}
    </>
  );
}

const ALL = '';

function Tools({ shown: { sort = 'newest', tag = ALL } }: { readonly shown: StoreSearch }) {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  const navigate = useNavigate();
  const { data: known = [] } = useQuery(tagsOn(api));
  const tags = tag === ALL || known.includes(tag) ? known : [tag, ...known];
  const show = (search: { sort: StoreSearch['sort']; tag: string }) =>
    void navigate({
      to: '/accounts/$account/store',
      params: { account },
      search: {
        ...(search.sort === undefined || search.sort === 'newest' ? {} : { sort: search.sort }),
        ...(search.tag === ALL ? {} : { tag: search.tag }),
      },
      resetScroll: false,
    });
  return (
    <div className="store__tools">
      <Choice
        label={t('store.sort')}
        value={sort}
        options={sorts.map((value) => ({ value, label: t(`store.sorts.${value}`) }))}
        onChange={(next) => show({ sort: next, tag })}
      />
      <Choice
        label={t('store.tag')}
        value={tag}
        options={[
          { value: ALL, label: t('store.allTags') },
          ...tags.map((value) => ({ value, label: value })),
        ]}
        onChange={(next) => show({ sort, tag: next })}
      />
    </div>
  );
}

function Themes({ shown }: { readonly shown: StoreSearch }) {
  const { t } = useTranslation();
  const { api } = useApp();
  const { data: held = [] } = useQuery(heldOf(api, useAccount()));
  const themes = useInfiniteQuery(themesOn(api, shown));
  const { hasNextPage, isFetching, fetchNextPage } = themes;
  const items = themes.data?.pages.flatMap(({ items }) => items) ?? [];
  // A part of a list by tag may hold none, and the next one some.
  const isBarren = themes.data !== undefined && items.length === 0 && hasNextPage;
  useEffect(() => {
    if (isBarren && !isFetching) void fetchNextPage();
  }, [isBarren, isFetching, fetchNextPage]);
  return (
    <>
      <Loaded query={themes}>
        {() =>
          items.length === 0 ? (
            <Empty>{t(shown.tag === undefined ? 'store.none' : 'store.noneSuch')}</Empty>
          ) : (
            <ul className="cards theme-cards">
              {items.map((theme) => (
                <ThemeCard
                  key={theme.themeId}
                  theme={theme}
                  held={held.find(({ themeId }) => themeId === theme.themeId)}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      <More query={themes} />
    </>
  );
}
