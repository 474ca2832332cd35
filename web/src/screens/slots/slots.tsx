import '../../styles/records.css';
import '../../styles/slots.css';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Quota, quotasOf } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { PageHeading } from '../../components/heading.tsx';
import { QuotaBar } from '../../components/quota-bar.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { useFormat } from '../../language/format.ts';
import { Allocate } from './allocate.tsx';
import { Extend } from './extend.tsx';
import { type Slot, slotsOf } from './queries.ts';
import { Release } from './release.tsx';
import { SlotTable } from './slot-table.tsx';

/** The job slots that are held, by what and until when; taking one, keeping it, giving it back. */
export function JobSlots() {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  const slots = useQuery(slotsOf(api, account));
  const [extending, setExtending] = useState<string | null>(null);
  const [releasing, setReleasing] = useState<Slot | null>(null);
  return (
    <>
      <PageHeading title={t('slots.title')} />
      <Room />
      <Allocate />
      <section className="rd-section" aria-labelledby="held">
        <h2 id="held" className="rd-heading rd-heading--2">
          {t('slots.held')}
        </h2>
        <Loaded query={slots}>
          {({ slots }) =>
            slots.length === 0 ? (
              <Empty>{t('slots.none')}</Empty>
            ) : (
              <SlotTable slots={slots} onExtend={setExtending} onRelease={setReleasing} />
            )
          }
        </Loaded>
      </section>
      <Extend jobId={extending} onClose={() => setExtending(null)} />
      <Release slot={releasing} onClose={() => setReleasing(null)} />
    </>
  );
}

/** How many there are and how many are taken. */
function Room() {
  const { api } = useApp();
  const quotas = useQuery(quotasOf(api, useAccount()));
  return (
    <section className="rd-section room" aria-labelledby="room">
      <Loaded query={quotas}>
        {({ quotas }) =>
          quotas
            .filter(({ kind }) => kind === 'slots')
            .map((quota) => <RoomOf key={quota.meter} quota={quota} />)
        }
      </Loaded>
    </section>
  );
}

function RoomOf({ quota }: { readonly quota: Quota }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { used, limit, remaining, state } = quota;
  const figures = { used: format.number(used), limit: format.number(limit) };
  return (
    <div className="rd-card">
      <div className="row">
        <h2 id="room" className="rd-heading rd-heading--3">
          {t('slots.inUse', figures)}
        </h2>
        <StateBadge state={state} />
      </div>
      <QuotaBar quota={quota} labelledBy="room" />
      <p className="rd-small room__free">{t('slots.free', { count: remaining })}</p>
      {used > limit && (
        <div className="rd-alert rd-alert--danger" role="alert">
          <strong className="rd-alert__title">{t('slots.over.title', figures)}</strong> {t('slots.over.more')}
        </div>
      )}
    </div>
  );
}
