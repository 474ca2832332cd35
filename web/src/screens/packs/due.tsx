import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../api/now.ts';
import type { Purchase } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { useQuotas } from '../../app/quotas.ts';
import { useFormat } from '../../language/format.ts';
import { usePackName } from '../../language/pack-name.ts';
import { purchaseOf } from './queries.ts';
import { isDue, purchasesNearEnd } from './renewal.ts';

interface DueProps {
  readonly onRenew: (purchase: Purchase) => void;
}

/** The packs that end within 30 days, or have ended and still stand: renewed now, no day is lost. */
export function RenewalsDue({ onRenew }: DueProps) {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  const now = useNow();
  const quotas = useQuotas();
  const near = now === null ? [] : purchasesNearEnd(quotas.values(), now);
  const purchases = useQueries({ queries: near.map((id) => purchaseOf(api, account, id)) });
  if (now === null) return null;
  const due = purchases.flatMap(({ data }) => (data && isDue(data, now) ? [data] : []));
  if (due.length === 0) return null;
  return (
    <section className="rd-section" aria-labelledby="due">
      <h2 id="due" className="rd-heading rd-heading--2">
        {t('packs.due.title')}
      </h2>
      <ul className="due">
        {due.map((purchase) => (
          <DueItem
            key={purchase.purchaseId}
            purchase={purchase}
            now={now}
            onRenew={() => onRenew(purchase)}
          />
        ))}
      </ul>
    </section>
  );
}

interface DueItemProps {
  readonly purchase: Purchase;
  readonly now: number;
  readonly onRenew: () => void;
}

function DueItem({ purchase: { terms, endsAt, graceEndsAt }, now, onRenew }: DueItemProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const packName = usePackName();
  if (endsAt === null || graceEndsAt === null) return null;
  const hasEnded = Date.parse(endsAt) <= now;
  const end = hasEnded ? graceEndsAt : endsAt;
  return (
    <li className={`rd-alert rd-alert--${hasEnded ? 'danger' : 'warning'} due__item`}>
      <span className="due__text">
        <strong className="rd-alert__title">{packName(terms)}</strong>{' '}
        {t(hasEnded ? 'packs.due.ended' : 'packs.due.ends', {
          relative: format.relative(end, now),
          end: format.time(end),
        })}
      </span>
      <button type="button" className="rd-button rd-button--outlined" onClick={onRenew}>
        {t('packs.renew')}
        <span className="unseen"> {packName(terms)}</span>
      </button>
    </li>
  );
}
