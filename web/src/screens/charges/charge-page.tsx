import '../../styles/charges.css';
import '../../styles/records.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Charge } from '../../api/queries.ts';
import { Refusal } from '../../api/refusal.ts';
import { useApp } from '../../app/context.ts';
import { PageHeading } from '../../components/heading.tsx';
import { chargeOf } from '../../components/paying/queries.ts';
import { Loaded } from '../../components/states.tsx';
import { RefundButton } from '../admin/refund-dialog.tsx';
import { Elsewhere } from './elsewhere.tsx';
import { PayDebt } from './pay-debt.tsx';
import { usePrintInLight } from './printing.ts';
import { Progress } from './progress.tsx';
import { Receipt } from './receipt.tsx';

/** One charge: how its payment stands, its receipt, and what is left to do. Who comes back from paying lands here. */
export function ChargePage() {
  const { t } = useTranslation();
  const { api } = useApp();
  const { account, chargeId } = useParams({ from: '/accounts/$account/charges/$chargeId' });
  const charge = useQuery(chargeOf(api, account, chargeId));
  usePrintInLight();
  const isUnknown = charge.error instanceof Refusal && charge.error.code === 'not-found';
  return (
    <>
      <nav className="rd-breadcrumb" aria-label={t('charges.where')}>
        <ol className="rd-breadcrumb__list">
          <li className="rd-breadcrumb__item">
            <Link className="rd-breadcrumb__link" to="/accounts/$account/charges" params={{ account }}>
              {t('charges.title')}
            </Link>
          </li>
          <li className="rd-breadcrumb__item">{t('charges.one')}</li>
        </ol>
      </nav>
      <PageHeading title={t('charges.one')}>
        {charge.data && (
          <button type="button" className="rd-button rd-button--outlined" onClick={() => window.print()}>
            {t('charges.print')}
          </button>
        )}
      </PageHeading>
      {isUnknown && <Elsewhere account={account} chargeId={chargeId} />}
      <Loaded query={charge}>{(charge) => <Shown charge={charge} />}</Loaded>
    </>
  );
}

function Shown({ charge }: { readonly charge: Charge }) {
  const { t } = useTranslation();
  const [paid, setPaid] = useState<Charge | null>(null);
  return (
    <>
      <div className="charge__standing">
        <Progress charge={charge} />
        <RefundButton charge={charge} />
        {charge.dueAt !== null && (
          <button
            type="button"
            className="rd-button rd-button--primary charge__pay"
            onClick={() => setPaid(charge)}
          >
            {t('charges.payNow')}
          </button>
        )}
      </div>
      <Receipt charge={charge} />
      <PayDebt charge={paid} onClose={() => setPaid(null)} />
    </>
  );
}
