import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { packsOn, type Quota } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { QuotaBar } from '../../components/quota-bar.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { useFormat } from '../../language/format.ts';
import { useMeterName } from '../../language/meter-name.ts';
import { usePackName } from '../../language/pack-name.ts';

export function QuotaCard({ quota }: { readonly quota: Quota }) {
  const { t } = useTranslation();
  const format = useFormat();
  const meterName = useMeterName();
  const title = useId();
  const { meter, unit, used, limit, remaining, reserved, state, period } = quota;
  return (
    <li className="rd-card quota-card">
      <div className="row">
        <h2 id={title} className="rd-heading rd-heading--3">
          {meterName(meter, quota.title)}
        </h2>
        <StateBadge state={state} />
      </div>
      <QuotaBar quota={quota} labelledBy={title} />
      <p className="quota-card__figures">
        <strong>
          {t('overview.used', { used: format.amount(used, unit), limit: format.amount(limit, unit) })}
        </strong>
        <span>{t('overview.left', { remaining: format.amount(remaining, unit) })}</span>
        {reserved > 0 && <span>{t('overview.reserved', { reserved: format.amount(reserved, unit) })}</span>}
        {period && <span>{t('overview.period', { end: format.date(period.end) })}</span>}
      </p>
      <Sources quota={quota} />
      <Beyond quota={quota} />
    </li>
  );
}

/** Where use has reached its limit: the way to what going beyond it would cost, or costs. */
function Beyond({ quota: { meter, kind, state, overage } }: { readonly quota: Quota }) {
  const { t } = useTranslation();
  const account = useAccount();
  const isThere = state === 'exceeded' || state === 'overage' || state === 'blocked' || overage.confirmed;
  if (kind === 'slots' || !isThere) return null;
  return (
    <Link className="rd-link" to="/accounts/$account/overage" params={{ account }} search={{ meter }}>
      {t('overage.from')}
    </Link>
  );
}

/** The source of what is used beyond all that is granted: it has no end of its own. */
const BEYOND = 'overage';

/** What is free, and which pack gives what until when. */
function Sources({ quota: { burn = [], grants, unit } }: { readonly quota: Quota }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useSoldName();
  return (
    <dl className="sources" aria-label={t('overview.sources')}>
      {burn.map(({ source, amount, used }) => {
        const grant = grants.find(({ grantId }) => grantId === source);
        return (
          <div key={source} className="sources__row">
            <dt>
              {grant
                ? t('overview.pack', { name: nameOf(grant.packType) })
                : t(source === BEYOND ? 'overage.beyond' : 'overview.free')}
            </dt>
            <dd>
              {source === BEYOND
                ? format.amount(used, unit)
                : t('overview.used', { used: format.amount(used, unit), limit: format.amount(amount, unit) })}
              {grant && (
                <small className="rd-small">
                  {' '}
                  {grant.expiresAt
                    ? t('overview.packEnds', { date: format.date(grant.expiresAt) })
                    : t('overview.packForGood')}
                </small>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** A pack by its name, as long as it is on offer; by its type after that. */
function useSoldName(): (packType: string) => string {
  const { api } = useApp();
  const nameOf = usePackName();
  const { data } = useQuery(packsOn(api));
  return (packType) => {
    const pack = data?.items.find((one) => one.packType === packType);
    return pack ? nameOf(pack) : packType;
  };
}
