import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { Loaded } from '../../components/states.tsx';
import { useFormat } from '../../language/format.ts';
import { Checks } from './checks.tsx';
import { type Sending, useSending } from './packages.ts';
import { type Version, validationOf } from './queries.ts';
import { VersionBadge } from './version-badge.tsx';

interface VersionProps {
  readonly themeId: string;
  readonly version: Version;
  readonly isNewest: boolean;
  readonly isOnSale: boolean;
}

/** One version: its package on its way, what the checks found, what the review said. */
export function VersionView({ themeId, version, isNewest, isOnSale }: VersionProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const title = useId();
  const sending = useSending(themeId);
  const { version: number, state, createdAt } = version;
  const isItsPackage = isNewest && sending?.form.version === number;
  return (
    <li className="rd-card version" aria-labelledby={title}>
      <div className="row">
        <h3 id={title} className="rd-heading rd-heading--3 version__title">
          {t('creator.version', { version: number })}
        </h3>
        <span className="version__badges">
          {isOnSale && <span className="rd-badge rd-badge--success">{t('creator.onSale')}</span>}
          <VersionBadge version={version} />
        </span>
      </div>
      <p className="rd-small">{t('creator.asked', { time: format.time(createdAt) })}</p>
      {isItsPackage && state !== 'approved' && state !== 'rejected' && <OnItsWay sending={sending} />}
      <p role="status" className="version__said">
        {t(`creator.said.${state}`, { until: format.time(version.uploadUntil) })}
      </p>
      <Review version={version} />
      {version.validatedAt !== null && <Findings themeId={themeId} version={version} isOpen={isNewest} />}
    </li>
  );
}

function OnItsWay({ sending: { file, sent, state } }: { readonly sending: Sending }) {
  const { t } = useTranslation();
  const format = useFormat();
  const title = useId();
  const whole = Math.max(file.size, 1);
  return (
    <div className="version__sending">
      <p id={title} className="rd-meter-label">
        {t(`creator.sending.${state}`, { name: file.name, percent: format.percent(sent, whole) })}
      </p>
      <div
        className="rd-progress version__progress"
        role="progressbar"
        aria-labelledby={title}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor((sent / whole) * 100)}
      >
        <div className="rd-progress__bar" style={{ width: `${(sent / whole) * 100}%` }} />
      </div>
      <div role="alert">{state === 'failed' && <p className="rd-error">{t('creator.sending.again')}</p>}</div>
    </div>
  );
}

function Review({ version: { review } }: { readonly version: Version }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (review === null) return null;
  const { decision, feedback, at } = review;
  return (
    <div className={`rd-alert rd-alert--${decision === 'approve' ? 'success' : 'warning'}`}>
      <strong className="rd-alert__title">
        {t(`creator.review.${decision}`, { time: format.time(at) })}
      </strong>{' '}
      {feedback !== null && <q className="version__feedback">{feedback}</q>}
    </div>
  );
}

interface FindingsProps {
  readonly themeId: string;
  readonly version: Version;
  readonly isOpen: boolean;
}

/** What the checks found: of the newest version at once, of others when one asks. */
function Findings({ themeId, version, isOpen }: FindingsProps) {
  const { t } = useTranslation();
  const { api } = useApp();
  const [isShown, setIsShown] = useState(isOpen);
  const validation = useQuery({
    ...validationOf(api, useAccount(), themeId, version),
    enabled: isShown,
  });
  return (
    <details
      className="findings"
      open={isShown}
      onToggle={({ currentTarget }) => setIsShown(currentTarget.open)}
    >
      <summary className="findings__title">{t('creator.checks.title')}</summary>
      {isShown && (
        <div className="findings__list">
          <Loaded query={validation}>{({ checks }) => <Checks checks={checks} />}</Loaded>
        </div>
      )}
    </details>
  );
}
