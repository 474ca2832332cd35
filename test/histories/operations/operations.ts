import type { Operation } from '../actor.ts';
import { confirm, payDebt, waive, withdraw } from './overage.ts';
import { buy, refundPart, refundTooMuch, refundWhole, renew } from './packs.ts';
import {
  dispute,
  disputeLost,
  disputeWon,
  failureAfterSuccess,
  foreignRefund,
  paymentFails,
  paymentSucceeds,
} from './provider.ts';
import { release, reserve, settle } from './reservations.ts';
import { allocate, extendSlot, freeSlot } from './slots.ts';
import { cancelUpload, deleteObject, shuffleObject, store, storeForeign, upload } from './uploads.ts';
import { correctOpen, repeatEvent, use, useLate } from './usage.ts';

interface Weighted {
  readonly operation: Operation;
  /** How often it is drawn, beside the others. */
  readonly weight: number;
}

/** All operations that a history is drawn from. */
export const operations: Readonly<Record<string, Weighted>> = {
  use: { operation: use, weight: 10 },
  useLate: { operation: useLate, weight: 4 },
  repeatEvent: { operation: repeatEvent, weight: 2 },
  correctOpen: { operation: correctOpen, weight: 2 },
  reserve: { operation: reserve, weight: 5 },
  settle: { operation: settle, weight: 3 },
  release: { operation: release, weight: 1 },
  allocate: { operation: allocate, weight: 7 },
  extendSlot: { operation: extendSlot, weight: 1 },
  freeSlot: { operation: freeSlot, weight: 1 },
  upload: { operation: upload, weight: 4 },
  store: { operation: store, weight: 3 },
  cancelUpload: { operation: cancelUpload, weight: 1 },
  storeForeign: { operation: storeForeign, weight: 1 },
  shuffleObject: { operation: shuffleObject, weight: 1 },
  deleteObject: { operation: deleteObject, weight: 1 },
  buy: { operation: buy, weight: 9 },
  renew: { operation: renew, weight: 4 },
  refundPart: { operation: refundPart, weight: 2 },
  refundWhole: { operation: refundWhole, weight: 3 },
  refundTooMuch: { operation: refundTooMuch, weight: 1 },
  paymentSucceeds: { operation: paymentSucceeds, weight: 2 },
  paymentFails: { operation: paymentFails, weight: 1 },
  failureAfterSuccess: { operation: failureAfterSuccess, weight: 1 },
  dispute: { operation: dispute, weight: 1 },
  disputeWon: { operation: disputeWon, weight: 1 },
  disputeLost: { operation: disputeLost, weight: 1 },
  foreignRefund: { operation: foreignRefund, weight: 1 },
  confirm: { operation: confirm, weight: 5 },
  withdraw: { operation: withdraw, weight: 2 },
  payDebt: { operation: payDebt, weight: 3 },
  waive: { operation: waive, weight: 1 },
};

export const weights: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(operations).map(([name, { weight }]) => [name, weight]),
);
