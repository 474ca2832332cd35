import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Quota } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { Dialog } from '../../components/dialog.tsx';
import { useMeterName } from '../../language/meter-name.ts';
import { AmountForm } from './amount-form.tsx';
import { OfferView } from './offer-view.tsx';
import { offerOf } from './reading.ts';

interface ConfirmDialogProps {
  readonly quota: Quota;
  readonly ahead: number;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onDone: (said: string) => void;
}

/** From an amount to its price, and from the price, seen, to the confirmation. */
export function ConfirmDialog({ quota, isOpen, onClose, ...rest }: ConfirmDialogProps) {
  const { t } = useTranslation();
  const meterName = useMeterName();
  return (
    <Dialog
      title={t('overage.dialog.title', { meter: meterName(quota.meter, quota.title) })}
      isOpen={isOpen}
      onClose={onClose}
    >
      <Steps quota={quota} onClose={onClose} {...rest} />
    </Dialog>
  );
}

function Steps({ quota, ahead, onClose, onDone }: Omit<ConfirmDialogProps, 'isOpen'>) {
  const { api } = useApp();
  const account = useAccount();
  const asking = useMutation({
    networkMode: 'always',
    mutationFn: (amount: number) => offerOf(api, account, quota.meter, amount),
  });
  const { data: offer, variables } = asking;
  if (offer)
    return (
      <OfferView
        key={offer.quote.quoteId}
        quota={quota}
        offer={offer}
        ahead={ahead}
        isRenewing={asking.isPending}
        onRenew={() => asking.mutate(offer.quote.amount)}
        onBack={() => asking.reset()}
        onDone={onDone}
      />
    );
  return (
    <AmountForm
      unit={quota.unit}
      isAsking={asking.isPending}
      fault={variables === undefined ? null : asking.error}
      onAmount={(amount) => asking.mutate(amount)}
      onClose={onClose}
    />
  );
}
