import type { Grant } from '../../functions/domain/metering/grants.ts';
import type { Instant } from '../../functions/domain/time.ts';
import type { BalanceRef } from '../../functions/store/balances/balances.ts';

/**
 * Gives and ends capacity on its own, as a purchase does together with its charge. The store reads the environment
 * when it is loaded: so it is loaded late.
 */
export async function granting() {
  const { RETRY, retryOnConflict } = await import('../../functions/store/table/conditional-write.ts');
  const { loadBalance, loadSlots } = await import('../../functions/store/balances/balances.ts');
  const { scheduleAccount } = await import('../../functions/store/accounts/accounts.ts');
  const { Transaction } = await import('../../functions/store/table/transaction.ts');
  const grants = await import('../../functions/store/packs/grants.ts');
  const isThere = async (ref: BalanceRef, grantId: string) => {
    const held = ref.meter.kind === 'slots' ? await loadSlots(ref) : await loadBalance(ref);
    return (held?.grants ?? []).some((grant) => grant.grantId === grantId && !grant.ended);
  };
  const change = ({ account, meter }: BalanceRef, now: Instant) => ({ account, meter, now });

  return {
    addGrant: async (ref: BalanceRef, grant: Grant, now = ref.period.start): Promise<void> => {
      await scheduleAccount(ref.account, now);
      await retryOnConflict(async () => {
        if (await isThere(ref, grant.grantId)) return true;
        const transaction = new Transaction();
        await grants.createGrant(transaction, { ...change(ref, now), grant });
        return (await transaction.commit()) || RETRY;
      });
    },
    removeGrant: async (ref: BalanceRef, { grantId }: Grant, now = ref.period.start): Promise<void> => {
      await retryOnConflict(async () => {
        if (!(await isThere(ref, grantId))) return true;
        const transaction = new Transaction();
        await grants.removeGrant(transaction, { ...change(ref, now), grantId });
        return (await transaction.commit()) || RETRY;
      });
    },
  };
}
