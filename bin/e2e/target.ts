import { openCloud } from './cloud.ts';
import { openDesk } from './desk.ts';
import { openMinistack } from './ministack/ministack.ts';

export type TargetKind = 'desk' | 'ministack' | 'cloud';

/** A service that the suite can talk to. */
export interface Target {
  readonly kind: TargetKind;
  /** What the suite is told, and nothing else: where the service is, and how to get what it needs. */
  readonly environment: Readonly<Record<string, string>>;
  /** What may explain a failure: the end of its log. */
  diagnosis(): Promise<string>;
  /** Ends what was started for it, and makes sure that it is gone. */
  stop(): Promise<void>;
}

/** Starts what the word names, or finds what is deployed at a URL. Ends it all again when it cannot be had. */
export async function openTarget(word: string, signal: AbortSignal): Promise<Target> {
  if (word === 'desk') return openDesk(signal);
  if (word === 'ministack') return openMinistack(signal);
  if (/^https:\/\/./.test(word)) return openCloud(word);
  throw new Error(`The target '${word}' is none: desk, ministack, or an https URL.`);
}
