import type { Instant } from '../domain/time.ts';
import { payOut } from '../payments/collection/pay-out.ts';
import { accountOf, type Key } from '../store/keys.ts';
import { beginPayout, payoutOf } from '../store/theme-store/payouts.ts';
import { ledgerKey } from '../store/theme-store/theme-keys.ts';

/** Starts the monthly payout when the ledger is due, and resumes an interrupted one when the payout is due. */
export async function doPayoutWork(key: Key, now: Instant): Promise<void> {
  const creator = accountOf(key);
  if (!creator) return;
  const isLedger = key.sk === ledgerKey(creator).sk;
  const payout = isLedger ? await beginPayout(creator, now) : await payoutOf(key);
  if (payout) await payOut(payout, now);
}
