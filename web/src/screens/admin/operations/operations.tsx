import '../../../styles/records.css';
import '../../../styles/admin.css';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../../app/context.ts';
import { PageHeading } from '../../../components/heading.tsx';
import { Loaded } from '../../../components/states.tsx';
import { queuesOf } from '../queries.ts';
import { QueueTable } from './queue-table.tsx';
import { WhatToDo } from './what-to-do.tsx';

const kinds = ['deadLetters', 'work'] as const;

/** What waits to be done, what could not be, and what to do about it. */
export function Operations() {
  const { t } = useTranslation();
  const { api } = useApp();
  const queues = useQuery(queuesOf(api));
  return (
    <>
      <PageHeading title={t('admin.operations.title')} />
      <Loaded query={queues}>
        {({ items }) => {
          const hasDead = items.some(({ kind, messages }) => kind === 'deadLetters' && messages > 0);
          return (
            <>
              <div className={`rd-alert rd-alert--${hasDead ? 'danger' : 'success'}`} role="status">
                {t(hasDead ? 'admin.operations.dead' : 'admin.operations.fine')}
              </div>
              {kinds.map((kind) => (
                <div key={kind} className="rd-section">
                  <h2 className="rd-heading rd-heading--2">{t(`admin.operations.kinds.${kind}`)}</h2>
                  <p className="rd-text rd-text--muted">{t(`admin.operations.meanings.${kind}`)}</p>
                  <QueueTable
                    label={t(`admin.operations.kinds.${kind}`)}
                    queues={items.filter((queue) => queue.kind === kind)}
                  />
                </div>
              ))}
            </>
          );
        }}
      </Loaded>
      <WhatToDo />
    </>
  );
}
