import { useSyncExternalStore } from 'react';

const keyOf = (account: string): string => `notifications ${account}`;
const listeners = new Set<() => void>();

/** The moment up to which the notifications of an account were seen on this device: ISO 8601, '' before any. */
export const useSeen = (account: string): string => useSyncExternalStore(subscribe, () => seenOf(account));

export const seenOf = (account: string): string => localStorage.getItem(keyOf(account)) ?? '';

/** Moments of one form compare as words do. */
export function see(account: string, at: string): void {
  if (at <= seenOf(account)) return;
  localStorage.setItem(keyOf(account), at);
  for (const listener of listeners) listener();
}

/** Other tabs tell by the browser's own event. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}
