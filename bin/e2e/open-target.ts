import { openCloud } from './cloud.ts';
import { openLocalStack } from './local-stack.ts';
import { openMinistack } from './ministack/ministack.ts';
import type { Target } from './target.ts';

/** Starts the named target, or opens the one deployed at a URL. Stops everything if that fails. */
export async function openTarget(word: string, signal: AbortSignal): Promise<Target> {
  if (word === 'local') return openLocalStack(signal);
  if (word === 'ministack') return openMinistack(signal);
  if (/^https:\/\/./.test(word)) return openCloud(word);
  throw new Error(`The target '${word}' is none: local, ministack, or an https URL.`);
}
