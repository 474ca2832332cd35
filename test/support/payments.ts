import type { ErrorCode } from '../../functions/domain/errors.ts';
import { cny } from '../../functions/domain/money.ts';
import type {
  PaymentRequest,
  RefundRequest,
  TransferRequest,
} from '../../functions/payments/providers/provider.ts';
import { environmentNames, type Setting } from '../../functions/runtime/config.ts';
import { accountNamed } from './grants.ts';

const account = accountNamed('user_001');

export const paymentOf = (parts: Partial<PaymentRequest> = {}): PaymentRequest => ({
  account,
  chargeId: 'chg_1',
  amount: cny(2_900),
  description: '10 GB of storage',
  method: 'sandbox_ok',
  idempotencyKey: 'key-1',
  ...parts,
});

export const refundOf = (parts: Partial<RefundRequest> = {}): RefundRequest => ({
  account,
  chargeId: 'chg_1',
  refundId: 'chg_2',
  reference: 'pi_1',
  amount: cny(900),
  idempotencyKey: 'key-2',
  ...parts,
});

export const transferOf = (parts: Partial<TransferRequest> = {}): TransferRequest => ({
  account,
  payoutId: 'pyt_1',
  amount: cny(14_000),
  destination: 'acct_1032D82eZvKYlo2C',
  idempotencyKey: 'pyt_1',
  ...parts,
});

/** Sets what a deployed function would find in its environment; without a value, takes it away. */
export function configure(values: Partial<Record<Setting, string | undefined>>): void {
  for (const [key, value] of Object.entries(values)) {
    const name = environmentNames[key as Setting];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

/** The code with which a promise is refused. */
export const refusedAs = (promise: Promise<unknown>, code: ErrorCode) =>
  expect(promise).rejects.toMatchObject({ name: 'ApiError', code, message: expect.stringMatching(/\w{3}/) });
