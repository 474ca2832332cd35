import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../api/now.ts';
import type { Charge } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { paymentsOf } from '../../components/paying/queries.ts';
import { SandboxPayer } from '../../components/paying/sandbox-payer.tsx';
import { useFailureText } from '../../language/failure-text.ts';
import { useFormat } from '../../language/format.ts';

/** How a charge stands, announced when it changes, and what is to be done about it. */
export function Progress({ charge }: { readonly charge: Charge }) {
  const { t } = useTranslation();
  const failureText = useFailureText();
  const { status, dueAt, chargeId, account } = charge;
  if (dueAt !== null) return <Owed charge={charge} dueAt={dueAt} />;
  if (status === 'pending')
    return (
      <>
        <Said kind="info" title={t('charges.progress.pending')}>
          {t('charges.progress.pendingMore')}
        </Said>
        <WayOn account={account} chargeId={chargeId} />
        <SandboxPayer chargeId={chargeId} />
      </>
    );
  if (status === 'failed')
    return (
      <Said kind="danger" title={t('charges.progress.failed')}>
        {failureText(charge)} <Again type={charge.type} />
      </Said>
    );
  return (
    <p className="unseen" role="status">
      {t(`charges.statuses.${status}`)}
    </p>
  );
}

/** A debt: until when it can be paid in peace, or since when it blocks. */
function Owed({ charge, dueAt }: { readonly charge: Charge; readonly dueAt: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const failureText = useFailureText();
  const now = useNow();
  const isOverdue = now !== null && Date.parse(dueAt) <= now;
  const said = isOverdue ? 'charges.progress.overdue' : 'charges.progress.owedMore';
  return (
    <Said
      kind={isOverdue ? 'danger' : 'warning'}
      title={t('charges.progress.owed', { amount: format.money(charge.amount) })}
    >
      {failureText(charge)} {t(said, { date: format.date(dueAt) })}
    </Said>
  );
}

interface SaidProps {
  readonly kind: 'warning' | 'info' | 'danger';
  readonly title: string;
  readonly children: React.ReactNode;
}

const Said = ({ kind, title, children }: SaidProps) => (
  <div className={`rd-alert rd-alert--${kind}`} role={kind === 'danger' ? 'alert' : 'status'}>
    <strong className="rd-alert__title">{title}</strong> {children}
  </div>
);

/** A purchase is over with its only try: it can be made anew. */
function Again({ type }: { readonly type: Charge['type'] }) {
  const { t } = useTranslation();
  const account = useAccount();
  if (type !== 'capacityPack' && type !== 'jobSlotPack') return null;
  return (
    <Link className="rd-alert__link" to="/accounts/$account/packs" params={{ account }}>
      {t('charges.progress.again')}
    </Link>
  );
}

interface WayOnProps {
  readonly account: string;
  readonly chargeId: string;
}

/** Back to the provider's page, for whoever left it. */
function WayOn({ account, chargeId }: WayOnProps) {
  const { t } = useTranslation();
  const { api } = useApp();
  const { data } = useQuery(paymentsOf(api, account, chargeId));
  const url = data?.items.find(({ open }) => open)?.checkoutUrl;
  // The sandbox has no page of its own: it leads here.
  if (url === undefined || new URL(url, location.href).origin === location.origin) return null;
  return (
    <a className="rd-button rd-button--primary" href={url}>
      {t('paying.goOn')}
    </a>
  );
}
