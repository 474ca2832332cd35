import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../api/now.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { useFaultText } from '../../language/fault-text.ts';
import { secondsLeft, within } from './lease.ts';
import { allocate, type Slot } from './queries.ts';

/** A slot was released, and can be taken again as it was as long as one is free. */
export function Released({ slot: { jobId, leaseExpiresAt } }: { readonly slot: Slot }) {
  const { t } = useTranslation();
  const faultText = useFaultText();
  const { api } = useApp();
  const account = useAccount();
  const queries = useQueryClient();
  const now = useNow() ?? Date.now();
  const undoing = useMutation({
    mutationFn: () =>
      allocate(
        api,
        account,
        jobId,
        leaseExpiresAt === null ? null : within(secondsLeft(leaseExpiresAt, now)),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: [account] }),
  });
  return (
    <div className="released" role="status">
      {undoing.isSuccess
        ? t('slots.allocate.taken', { job: jobId })
        : t('slots.releasing.done', { job: jobId })}
      {undoing.error && ` ${faultText(undoing.error).join(' ')}`}
      {!undoing.isSuccess && (
        <button
          type="button"
          className="rd-button rd-button--outlined"
          disabled={undoing.isPending}
          onClick={() => undoing.mutate()}
        >
          {t('slots.releasing.undo')}
        </button>
      )}
    </div>
  );
}
