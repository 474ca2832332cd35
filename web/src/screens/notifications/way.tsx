import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAccount } from '../../app/context.ts';
import { partIn, textIn } from './facts.ts';
import type { Note } from './queries.ts';

/** To where a notification can be dealt with, or looked into. */
export function Way({ note: { type, data } }: { readonly note: Note }) {
  const { t } = useTranslation();
  const account = useAccount();
  const isOfSlots = type.startsWith('slot') || textIn(data, 'unit') === 'slot';
  const meter = textIn(data, 'meter');
  const chargeId = textIn(partIn(data, 'charge'), 'chargeId');
  const themeId = textIn(data, 'themeId');
  const look = { className: 'rd-link', params: { account } } as const;
  if (isOfSlots)
    return (
      <Link {...look} to="/accounts/$account/slots">
        {t('notifications.ways.slots')}
      </Link>
    );
  if (type === 'overage.confirmation-required')
    return (
      <Link {...look} to="/accounts/$account/overage" search={meter === null ? {} : { meter }}>
        {t('notifications.ways.overage')}
      </Link>
    );
  if (chargeId !== null)
    return (
      <Link className="rd-link" to="/accounts/$account/charges/$chargeId" params={{ account, chargeId }}>
        {t('notifications.ways.charge')}
      </Link>
    );
  if (type === 'theme.sold')
    return (
      <Link {...look} to="/accounts/$account/creator/earnings">
        {t('notifications.ways.earnings')}
      </Link>
    );
  if (type === 'theme.validated' && themeId !== null)
    return (
      <Link className="rd-link" to="/accounts/$account/creator/$themeId" params={{ account, themeId }}>
        {t('notifications.ways.theme')}
      </Link>
    );
  return (
    <Link {...look} to="/accounts/$account/packs">
      {t(type.startsWith('quota') ? 'notifications.ways.more' : 'notifications.ways.packs')}
    </Link>
  );
}
