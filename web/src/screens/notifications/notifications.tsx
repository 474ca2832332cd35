import '../../styles/notifications.css';
import '../../styles/packs.css';
import '../../styles/records.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../api/now.ts';
import type { Purchase } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { PageHeading } from '../../components/heading.tsx';
import { More } from '../../components/more.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { useFormat } from '../../language/format.ts';
import { RenewDialog } from '../packs/buying.tsx';
import { RenewalsDue } from '../packs/due.tsx';
import { ThemesEnding } from './ends.tsx';
import { type Note, notesOf } from './queries.ts';
import { see, seenOf } from './seen.ts';
import { kindOf, useTelling } from './telling.ts';
import { Way } from './way.tsx';

/** What happened to the account, and what is due. */
export function Notifications() {
  const { t } = useTranslation();
  const [renewed, setRenewed] = useState<Purchase | null>(null);
  const account = useAccount();
  return (
    <>
      <PageHeading title={t('notifications.title')} />
      <RenewalsDue onRenew={setRenewed} />
      <ThemesEnding />
      <Notes key={account} />
      <RenewDialog purchase={renewed} onClose={() => setRenewed(null)} />
    </>
  );
}

function Notes() {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  const notes = useInfiniteQuery(notesOf(api, account));
  // What was new when one came stays marked while one reads.
  const [seenBefore] = useState(() => seenOf(account));
  const latest = notes.data?.pages[0]?.items[0]?.at;
  useEffect(() => {
    if (latest !== undefined) see(account, latest);
  }, [account, latest]);
  return (
    <section className="rd-section" aria-labelledby="happened">
      <h2 id="happened" className="rd-heading rd-heading--2">
        {t('notifications.happened')}
      </h2>
      <Loaded query={notes}>
        {({ pages }) =>
          pages[0]?.items.length === 0 ? (
            <Empty>{t('notifications.none')}</Empty>
          ) : (
            <ol className="notes" aria-live="polite" aria-relevant="additions">
              {pages
                .flatMap(({ items }) => items)
                .map((note) => (
                  <NoteItem key={note.id} note={note} isNew={note.at > seenBefore} />
                ))}
            </ol>
          )
        }
      </Loaded>
      <More query={notes} />
    </section>
  );
}

function NoteItem({ note, isNew }: { readonly note: Note; readonly isNew: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const tell = useTelling();
  const { title, more } = tell(note);
  return (
    <li className={`note note--${kindOf(note)}`}>
      <p className="note__title">
        <strong>{title}</strong>{' '}
        {isNew && <span className="rd-badge rd-badge--info">{t('notifications.new')}</span>}
      </p>
      <p className="note__more">
        {more} <Way note={note} />
      </p>
      <p className="rd-small note__when">
        <time dateTime={note.at} title={format.time(note.at)} aria-live="off">
          {now === null ? format.time(note.at) : format.relative(note.at, Math.max(now, Date.parse(note.at)))}
        </time>
      </p>
    </li>
  );
}
