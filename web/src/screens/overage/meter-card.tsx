import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Quota } from '../../api/queries.ts';
import { QuotaBar } from '../../components/quota-bar.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { useFormat } from '../../language/format.ts';
import { useMeterName } from '../../language/meter-name.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Confirmed } from './confirmed.tsx';
import { DomainEvent } from './fact.tsx';
import { Pace } from './pace.tsx';
import { WithdrawDialog } from './withdraw-dialog.tsx';

export interface MeterCardProps {
  readonly quota: Quota;
  /** How far the service's clock is before ours, in milliseconds. */
  readonly ahead: number;
  /** Whether somebody came here because of this meter. */
  readonly isWanted: boolean;
  readonly onDone: (said: string) => void;
}

export function MeterCard({ quota, ahead, isWanted, onDone }: MeterCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const meterName = useMeterName();
  const title = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const { meter, unit, used, limit, state } = quota;
  const { confirmed, cap, estimate, beyond } = quota.overage;
  useEffect(() => {
    if (isWanted) heading.current?.focus();
  }, [isWanted]);
  return (
    <li className="rd-card overage">
      <div className="row">
        <h2 id={title} ref={heading} tabIndex={-1} className="rd-heading rd-heading--3">
          {meterName(meter, quota.title)}
        </h2>
        <StateBadge state={state} />
      </div>
      <QuotaBar quota={quota} labelledBy={title} />
      <p className="quota-card__figures">
        {t('overview.used', { used: format.amount(used, unit), limit: format.amount(limit, unit) })}
      </p>
      <dl className="overage__facts">
        <DomainEvent name={t('overage.estimate')}>{format.money(estimate)}</DomainEvent>
        <DomainEvent name={t('overage.cap')}>
          {confirmed && cap ? format.money(cap) : t('shell.none')}
        </DomainEvent>
        <Pace quota={quota} />
      </dl>
      {confirmed ? (
        <Confirmed quota={quota} />
      ) : (
        <p className="rd-text rd-text--muted">
          {beyond > 0
            ? t('overage.unconfirmedBeyond', { beyond: format.amount(beyond, unit) })
            : t('overage.unconfirmed')}
        </p>
      )}
      <Actions quota={quota} ahead={ahead} onDone={onDone} />
    </li>
  );
}

type Open = 'nothing' | 'confirm' | 'withdraw';

function Actions({ quota, ahead, onDone }: Omit<MeterCardProps, 'isWanted'>) {
  const { t } = useTranslation();
  const meterName = useMeterName();
  const [open, setOpen] = useState<Open>('nothing');
  const meter = meterName(quota.meter, quota.title);
  const { confirmed } = quota.overage;
  const close = () => setOpen('nothing');
  const done = (said: string) => {
    close();
    onDone(said);
  };
  return (
    <>
      <p className="rd-actions">
        <button
          type="button"
          className="rd-button rd-button--primary"
          aria-label={t(confirmed ? 'overage.moreOf' : 'overage.beginOf', { meter })}
          onClick={() => setOpen('confirm')}
        >
          {t(confirmed ? 'overage.more' : 'overage.begin')}
        </button>
        {confirmed && (
          <button
            type="button"
            className="rd-button rd-button--outlined"
            aria-label={t('overage.withdrawOf', { meter })}
            onClick={() => setOpen('withdraw')}
          >
            {t('overage.withdraw')}
          </button>
        )}
      </p>
      <ConfirmDialog quota={quota} ahead={ahead} isOpen={open === 'confirm'} onClose={close} onDone={done} />
      <WithdrawDialog quota={quota} isOpen={open === 'withdraw'} onClose={close} onDone={done} />
    </>
  );
}
