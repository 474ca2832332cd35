import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type Quota, quotasOf } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { PageHeading } from '../../components/heading.tsx';
import { QuotaBar } from '../../components/quota-bar.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { useFormat } from '../../language/format.ts';
import { DropZone } from './drop-zone.tsx';
import { StoredFiles } from './files.tsx';
import { UploadRow } from './upload-row.tsx';
import { useQueue } from './use-queue.ts';
import '../../styles/uploads.css';

/** Files go up here: room is reserved, the file is sent, and counted once it is there. */
export function Uploads() {
  const { t } = useTranslation();
  const { api } = useApp();
  const quotas = useQuery(quotasOf(api, useAccount()));
  return (
    <>
      <PageHeading title={t('uploads.title')} />
      <Loaded query={quotas}>
        {({ quotas }) => {
          const storage = quotas.find(({ meter }) => meter === 'storage');
          return storage ? <Storage quota={storage} /> : null;
        }}
      </Loaded>
      {/* What is below is not shown before it has its place. */}
      {!quotas.isPending && <Files />}
    </>
  );
}

function Files() {
  const { t } = useTranslation();
  const { queue, uploads } = useQueue();
  const list = useId();
  return (
    <>
      <DropZone onFiles={(files) => queue.add(files)} />
      <h2 id={list} className="rd-heading rd-heading--2">
        {t('uploads.list')}
      </h2>
      {uploads.length === 0 && <Empty>{t('uploads.none')}</Empty>}
      <ul className="uploads" aria-labelledby={list}>
        {uploads.map((upload) => (
          <UploadRow key={upload.id} upload={upload} queue={queue} />
        ))}
      </ul>
      <StoredFiles />
    </>
  );
}

function Storage({ quota }: { readonly quota: Quota }) {
  const { t } = useTranslation();
  const format = useFormat();
  const title = useId();
  const { used, reserved, limit, remaining, unit, state } = quota;
  return (
    <section className="rd-card uploads-storage" aria-labelledby={title}>
      <div className="row">
        <h2 id={title} className="rd-heading rd-heading--3">
          {t('uploads.storage')}
        </h2>
        <StateBadge state={state} />
      </div>
      <QuotaBar quota={quota} labelledBy={title} />
      <p className="quota-card__figures">
        <strong>
          {t('overview.used', { used: format.amount(used, unit), limit: format.amount(limit, unit) })}
        </strong>
        <span>{t('overview.left', { remaining: format.amount(remaining, unit) })}</span>
        <span>{t('overview.reserved', { reserved: format.amount(reserved, unit) })}</span>
      </p>
    </section>
  );
}
