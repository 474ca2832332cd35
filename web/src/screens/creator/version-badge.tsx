import { useTranslation } from 'react-i18next';
import type { Version } from './queries.ts';

const badges = {
  awaitingUpload: 'info',
  running: 'info',
  failed: 'danger',
  awaitingReview: 'info',
  approved: 'success',
  rejected: 'danger',
  superseded: 'past',
} as const;

/** How far a version has come. */
export function VersionBadge({ version: { state } }: { readonly version: Version }) {
  const { t } = useTranslation();
  return <span className={`rd-badge rd-badge--${badges[state]}`}>{t(`creator.states.${state}`)}</span>;
}
