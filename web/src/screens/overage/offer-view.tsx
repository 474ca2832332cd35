import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Quota } from '../../api/queries.ts';
import { Refusal } from '../../api/refusal.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { Fault } from '../../components/fault.tsx';
import { useFormat } from '../../language/format.ts';
import { useMeterName } from '../../language/meter-name.ts';
import { DomainEvent } from './fact.tsx';
import { confirm, type Offer } from './reading.ts';
import { asClock, useSecondsLeft } from './time-left.ts';

interface OfferViewProps {
  readonly quota: Quota;
  readonly offer: Offer;
  readonly ahead: number;
  readonly isRenewing: boolean;
  readonly onRenew: () => void;
  readonly onBack: () => void;
  readonly onDone: (said: string) => void;
}

/** The price, for as long as it holds, and the button that confirms it with its cap on it. */
export function OfferView({ quota, offer, ahead, isRenewing, onRenew, onBack, onDone }: OfferViewProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const confirming = useConfirming(quota, offer, onDone);
  const left = useSecondsLeft(offer.quote.expiresAt, ahead);
  const { error } = confirming;
  const isExpired = left === 0 || (error instanceof Refusal && error.code === 'quote-expired');
  return (
    <>
      <Terms quota={quota} offer={offer} />
      <p className="overage-offer__time" aria-hidden={isExpired}>
        {!isExpired && t('overage.dialog.holds', { time: asClock(left) })}
      </p>
      <div role="alert">{isExpired && <p className="rd-error">{t('overage.dialog.expired')}</p>}</div>
      <Fault fault={isExpired ? null : error} />
      <p className="rd-actions rd-dialog__actions">
        {isExpired ? (
          <button
            type="button"
            className="rd-button rd-button--primary"
            disabled={isRenewing}
            onClick={onRenew}
          >
            {t(isRenewing ? 'overage.dialog.quoting' : 'overage.dialog.renew')}
          </button>
        ) : (
          <button
            type="button"
            className="rd-button rd-button--primary"
            disabled={confirming.isPending}
            onClick={() => confirming.mutate()}
          >
            {confirming.isPending
              ? t('overage.dialog.confirming')
              : t('overage.dialog.confirm', { cap: format.money(offer.plan.cap) })}
          </button>
        )}
        <button type="button" className="rd-button rd-button--outlined" onClick={onBack}>
          {t('overage.dialog.back')}
        </button>
      </p>
    </>
  );
}

function Terms({ quota, offer: { quote, plan } }: Pick<OfferViewProps, 'quota' | 'offer'>) {
  const { t } = useTranslation();
  const terms = useRef<HTMLDListElement>(null);
  // The step before is gone with its focus: who listens isSubscribed the price next.
  useEffect(() => terms.current?.focus(), []);
  const format = useFormat();
  const figure = (amount: number) => format.amount(amount, quota.unit);
  const { price, per } = quote.unitPrice;
  return (
    <dl ref={terms} tabIndex={-1} className="overage__facts">
      <DomainEvent name={t('overage.dialog.price')}>
        {t('overage.dialog.unitPrice', { price: format.money(price), per: figure(per) })}
      </DomainEvent>
      <DomainEvent name={t('overage.dialog.total', { amount: figure(quote.amount) })}>
        <strong>{format.money(quote.total)}</strong>
      </DomainEvent>
      <DomainEvent name={t('overage.dialog.capAfter')}>
        <strong>{format.money(plan.cap)}</strong>
      </DomainEvent>
      {plan.estimate.amount > 0 && (
        <DomainEvent name={t('overage.dialog.already')}>{format.money(plan.estimate)}</DomainEvent>
      )}
      <DomainEvent name={t('overage.dialog.chargedAt')}>
        {t('overage.dialog.chargedAfter', { end: format.time(plan.period.end) })}
      </DomainEvent>
    </dl>
  );
}

function useConfirming({ meter, unit, title }: Quota, { quote }: Offer, onDone: (said: string) => void) {
  const { t } = useTranslation();
  const format = useFormat();
  const meterName = useMeterName();
  const { api } = useApp();
  const account = useAccount();
  const queries = useQueryClient();
  // One for this quote, kept through retries: what was confirmed and not heard of is not confirmed again.
  const [key] = useState(() => crypto.randomUUID());
  return useMutation({
    // Money is not spent later, by itself, once the connection is back.
    networkMode: 'always',
    mutationFn: () => confirm(api, account, quote.quoteId, key),
    onSuccess: async ({ amount, cap }) => {
      onDone(
        t('overage.done', {
          meter: meterName(meter, title),
          amount: format.amount(amount, unit),
          cap: format.money(cap),
        }),
      );
      await Promise.all([
        queries.invalidateQueries({ queryKey: [account, 'quotas'] }),
        queries.invalidateQueries({ queryKey: [account, 'overage'] }),
      ]);
    },
  });
}
