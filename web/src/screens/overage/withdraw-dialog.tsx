import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Quota, quotasOf } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Fault } from '../../components/fault.tsx';
import { useFormat } from '../../language/format.ts';
import { useMeterName } from '../../language/meter-name.ts';
import { confirmationOf, withdraw } from './reading.ts';

interface WithdrawDialogProps {
  readonly quota: Quota;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onDone: (said: string) => void;
}

const withoutOverage = <Known extends { readonly quotas: readonly Quota[] }>(
  known: Known,
  meter: string,
) => ({
  ...known,
  quotas: known.quotas.map((quota) =>
    quota.meter === meter ? { ...quota, overage: { ...quota.overage, confirmed: false } } : quota,
  ),
});

/** Says what stays owed before it takes the rest back. */
export function WithdrawDialog({ quota, isOpen, onClose, onDone }: WithdrawDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const meterName = useMeterName();
  const { api } = useApp();
  const account = useAccount();
  const queries = useQueryClient();
  const meter = meterName(quota.meter, quota.title);
  const withdrawing = useMutation({
    networkMode: 'always',
    mutationFn: () => withdraw(api, account, quota.meter),
    onSuccess: async () => {
      const { queryKey } = quotasOf(api, account);
      const confirmation = { queryKey: confirmationOf(api, account, quota.meter).queryKey };
      // What was asked before it must not be answered after it.
      await Promise.all([queries.cancelQueries({ queryKey }), queries.cancelQueries(confirmation)]);
      // What is withdrawn is not there any more: whoever shows it goes first, lest it be asked for again.
      queries.setQueryData(queryKey, (known) => known && withoutOverage(known, quota.meter));
      onDone(t('overage.withdrawn', { meter }));
      await queries.invalidateQueries({ queryKey });
      queries.removeQueries(confirmation);
    },
  });
  return (
    <Dialog title={t('overage.withdrawal.title', { meter })} isOpen={isOpen} onClose={onClose}>
      <p className="rd-dialog__text">
        {t('overage.withdrawal.stays', { estimate: format.money(quota.overage.estimate) })}
      </p>
      <Fault fault={withdrawing.error} />
      <p className="rd-actions rd-dialog__actions">
        <button
          type="button"
          className="rd-button rd-button--danger"
          disabled={withdrawing.isPending}
          onClick={() => withdrawing.mutate()}
        >
          {t(withdrawing.isPending ? 'overage.withdrawal.doing' : 'overage.withdrawal.do')}
        </button>
        <button type="button" className="rd-button rd-button--outlined" onClick={onClose}>
          {t('shell.cancel')}
        </button>
      </p>
    </Dialog>
  );
}
