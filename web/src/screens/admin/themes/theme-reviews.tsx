import '../../../styles/records.css';
import '../../../styles/admin.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../../app/context.ts';
import { Choice } from '../../../components/choice.tsx';
import { PageHeading } from '../../../components/heading.tsx';
import { More } from '../../../components/more.tsx';
import { Empty, Loaded } from '../../../components/states.tsx';
import { type ThemeReview, themesOf } from '../queries.ts';
import { type Decision, DecisionDialog } from './decision-dialog.tsx';
import { states } from './states.ts';
import { VersionCard } from './version-card.tsx';

/** The versions that were handed in, each with what the checks found and how it looks. */
export function ThemeReviews() {
  const { t } = useTranslation();
  const { api } = useApp();
  const { state = 'awaitingReview' } = useSearch({ from: '/admin/themes' });
  const themes = useInfiniteQuery(themesOf(api, state));
  const [decision, setDecision] = useState<Decision | null>(null);
  const [said, setSaid] = useState('');
  return (
    <>
      <PageHeading title={t('admin.themes.title')} />
      <StateChoice state={state} />
      <p className="admin-said" role="status">
        {said}
      </p>
      <Loaded query={themes}>
        {({ pages }) => {
          const versions = pages.flatMap(({ items }) => items);
          if (versions.length === 0)
            return (
              <Empty>{t(state === 'awaitingReview' ? 'admin.themes.none' : 'admin.themes.noneSuch')}</Empty>
            );
          return versions.map((version) => (
            <VersionCard
              key={`${version.themeId} ${version.version}`}
              version={version}
              onDecide={(verdict) => setDecision({ verdict, version })}
            />
          ));
        }}
      </Loaded>
      <More query={themes} />
      <DecisionDialog decision={decision} onClose={() => setDecision(null)} onDone={setSaid} />
    </>
  );
}

function StateChoice({ state }: { readonly state: ThemeReview['state'] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <div className="admin-controls">
      <Choice
        label={t('admin.themes.state')}
        value={state}
        options={states.map((value) => ({ value, label: t(`admin.themes.states.${value}`) }))}
        onChange={(next) => void navigate({ to: '/admin/themes', search: { state: next } })}
      />
    </div>
  );
}
