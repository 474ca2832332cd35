import type { Refusal } from '../../api/refusal.ts';

/** How far an upload has come. */
export type Stage =
  | { readonly state: 'waiting' | 'reserving' }
  | { readonly state: 'sending'; readonly sent: number }
  | { readonly state: 'reserved'; readonly uploadId: string }
  | { readonly state: 'stored' | 'expired' | 'deleted' }
  | { readonly state: 'blocked'; readonly refusal: Refusal }
  | { readonly state: 'failed'; readonly fault: Error }
  | { readonly state: 'unfit'; readonly why: 'empty' | 'tooLarge' }
  /** `reservedUntil` is null when nothing is reserved any more, or nothing is known to be. */
  | { readonly state: 'cancelled'; readonly reservedUntil: string | null; readonly isReleased: boolean };

/** A file on its way. */
export interface Upload {
  /** Also the key of its reservation: kept while the same is tried again, new after a refusal. */
  readonly id: string;
  readonly key: string;
  readonly file: File;
  readonly stage: Stage;
}

/** The largest object that one form may carry, in bytes. */
const MOST_BYTES = 5_000_000_000;

/** Where a file begins: one that nobody could store is not even asked for. */
export function firstStage({ size }: File): Stage {
  if (size === 0) return { state: 'unfit', why: 'empty' };
  return size > MOST_BYTES ? { state: 'unfit', why: 'tooLarge' } : { state: 'waiting' };
}

export const isOnItsWay = ({ stage }: Upload): boolean =>
  stage.state === 'waiting' || stage.state === 'reserving' || stage.state === 'sending';

/** What the browser knows of a file's type, if it is one that can be said. */
export const contentTypeOf = ({ type }: File): string =>
  /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream';
