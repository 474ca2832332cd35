import { useSyncExternalStore } from 'react';

/** As in styles/dashboard.css. */
const narrow = matchMedia('(max-width: 48rem)');

function onChange(told: () => void): () => void {
  narrow.addEventListener('change', told);
  return () => narrow.removeEventListener('change', told);
}

/** Whether the page is as narrow as a phone. */
export const useNarrow = (): boolean => useSyncExternalStore(onChange, () => narrow.matches);
