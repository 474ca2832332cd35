import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Charge } from '../../api/queries.ts';
import { useApp } from '../../app/context.ts';
import { useFailureText } from '../../language/failure-text.ts';
import { useFormat } from '../../language/format.ts';
import { chargeOf, type Payment } from './queries.ts';
import { SandboxPayer } from './sandbox-payer.tsx';

/** A payment that was begun: paid at once, or under way. */
export interface Begun {
  readonly charge: Charge;
  readonly payment: Payment | null;
}

interface OutcomeProps {
  readonly account: string;
  readonly begun: Begun;
  readonly onClose: () => void;
}

/** What becomes of a payment, as long as it takes: the provider may tell later, or send the payer elsewhere first. */
export function Outcome({ account, begun, onClose }: OutcomeProps) {
  const { t } = useTranslation();
  const { api } = useApp();
  const queries = useQueryClient();
  const { data: charge } = useQuery({
    ...chargeOf(api, account, begun.charge.chargeId),
    initialData: begun.charge,
  });
  const { chargeId, status } = charge;
  useEffect(() => {
    if (status !== 'pending') void queries.invalidateQueries({ queryKey: [account] });
  }, [status, queries, account]);
  return (
    <div className="paying">
      <Standing charge={charge} />
      {status === 'pending' && <WayOn begun={begun} />}
      <div className="rd-actions">
        <button type="button" className="rd-button rd-button--primary" onClick={onClose}>
          {t('shell.close')}
        </button>
        <Link
          className="rd-button rd-button--outlined"
          to="/accounts/$account/charges/$chargeId"
          params={{ account, chargeId }}
        >
          {t('paying.receipt')}
        </Link>
      </div>
    </div>
  );
}

/** How a charge stands, announced when that changes. */
function Standing({ charge }: { readonly charge: Charge }) {
  const { status, amount } = charge;
  const { t } = useTranslation();
  const failureText = useFailureText();
  const format = useFormat();
  if (status === 'failed')
    return (
      <div className="rd-alert rd-alert--danger" role="alert">
        <strong className="rd-alert__title">{t('paying.declined')}</strong> {failureText(charge)}
      </div>
    );
  const isPending = status === 'pending';
  return (
    <div className={`rd-alert rd-alert--${isPending ? 'info' : 'success'}`} role="status">
      <strong className="rd-alert__title">
        {t(isPending ? 'paying.pending' : 'paying.paid', { amount: format.money(amount) })}
      </strong>{' '}
      {t(isPending ? 'paying.pendingMore' : 'paying.paidMore')}
    </div>
  );
}

/** Where the payer goes on: to the provider's page, or, where there is no such page, to decide here. */
function WayOn({ begun: { charge, payment } }: { readonly begun: Begun }) {
  const { t } = useTranslation();
  if (payment?.provider === 'sandbox') return <SandboxPayer chargeId={charge.chargeId} />;
  if (payment?.checkoutUrl === undefined) return null;
  return (
    <p className="rd-text">
      <a className="rd-button rd-button--secondary" href={payment.checkoutUrl}>
        {t('paying.goOn')}
      </a>
    </p>
  );
}
