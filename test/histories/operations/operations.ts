import type { Operation } from '../actor.ts';
import { correctClosed } from './corrections.ts';
import { dispute, disputeLost, disputeReversed, disputeWon } from './disputes.ts';
import { confirm, payDebt, payTwice, waive, withdraw } from './overage.ts';
import {
  buy,
  buyWhilePending,
  refundPart,
  refundTooMuch,
  refundWhole,
  renew,
  renewAfterDecline,
  renewWhilePending,
} from './packs.ts';
import {
  failureAfterSuccess,
  lateSuccess,
  paidAgain,
  payAfterDecline,
  paymentFails,
  paymentSucceeds,
  secondPayment,
} from './provider.ts';
import {
  foreignRefund,
  namedRefund,
  parallelRefunds,
  refundBeforeSuccess,
  refundEnds,
  refundFails,
  surplusRefundFails,
} from './provider-refunds.ts';
import { release, reserve, settle } from './reservations.ts';
import { allocate, extendSlot, freeSlot } from './slots.ts';
import { confirmStorage, withdrawStorage } from './storage-overage.ts';
import { cancelUpload, deleteObject, shuffleObject, store, storeForeign, upload } from './uploads.ts';
import { correctOpen, lookUp, repeatEvent, restamp, use, useEarly, useLate } from './usage.ts';

interface Weighted {
  readonly operation: Operation;
  /** How often it is drawn, beside the others. */
  readonly weight: number;
}

/** All operations that a history is drawn from. */
export const operations: Readonly<Record<string, Weighted>> = {
  use: { operation: use, weight: 10 },
  useLate: { operation: useLate, weight: 4 },
  useEarly: { operation: useEarly, weight: 3 },
  repeatEvent: { operation: repeatEvent, weight: 2 },
  restamp: { operation: restamp, weight: 3 },
  lookUp: { operation: lookUp, weight: 2 },
  correctOpen: { operation: correctOpen, weight: 2 },
  correctClosed: { operation: correctClosed, weight: 4 },
  reserve: { operation: reserve, weight: 5 },
  settle: { operation: settle, weight: 3 },
  release: { operation: release, weight: 4 },
  allocate: { operation: allocate, weight: 7 },
  extendSlot: { operation: extendSlot, weight: 3 },
  freeSlot: { operation: freeSlot, weight: 2 },
  upload: { operation: upload, weight: 4 },
  store: { operation: store, weight: 4 },
  cancelUpload: { operation: cancelUpload, weight: 4 },
  storeForeign: { operation: storeForeign, weight: 1 },
  shuffleObject: { operation: shuffleObject, weight: 4 },
  deleteObject: { operation: deleteObject, weight: 3 },
  confirmStorage: { operation: confirmStorage, weight: 4 },
  withdrawStorage: { operation: withdrawStorage, weight: 3 },
  buy: { operation: buy, weight: 9 },
  buyWhilePending: { operation: buyWhilePending, weight: 6 },
  renew: { operation: renew, weight: 4 },
  renewAfterDecline: { operation: renewAfterDecline, weight: 2 },
  renewWhilePending: { operation: renewWhilePending, weight: 8 },
  refundPart: { operation: refundPart, weight: 2 },
  refundWhole: { operation: refundWhole, weight: 3 },
  refundTooMuch: { operation: refundTooMuch, weight: 1 },
  refundFails: { operation: refundFails, weight: 3 },
  paymentSucceeds: { operation: paymentSucceeds, weight: 4 },
  paymentFails: { operation: paymentFails, weight: 4 },
  failureAfterSuccess: { operation: failureAfterSuccess, weight: 1 },
  lateSuccess: { operation: lateSuccess, weight: 2 },
  secondPayment: { operation: secondPayment, weight: 4 },
  paidAgain: { operation: paidAgain, weight: 2 },
  surplusRefundFails: { operation: surplusRefundFails, weight: 5 },
  dispute: { operation: dispute, weight: 2 },
  disputeWon: { operation: disputeWon, weight: 3 },
  disputeLost: { operation: disputeLost, weight: 4 },
  disputeReversed: { operation: disputeReversed, weight: 1 },
  foreignRefund: { operation: foreignRefund, weight: 1 },
  parallelRefunds: { operation: parallelRefunds, weight: 2 },
  namedRefund: { operation: namedRefund, weight: 2 },
  refundEnds: { operation: refundEnds, weight: 2 },
  refundBeforeSuccess: { operation: refundBeforeSuccess, weight: 2 },
  confirm: { operation: confirm, weight: 5 },
  withdraw: { operation: withdraw, weight: 2 },
  payDebt: { operation: payDebt, weight: 5 },
  payTwice: { operation: payTwice, weight: 3 },
  payAfterDecline: { operation: payAfterDecline, weight: 3 },
  waive: { operation: waive, weight: 3 },
};

export const weights: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(operations).map(([name, { weight }]) => [name, weight]),
);
