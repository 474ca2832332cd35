import { useRef } from 'react';

export interface Intent {
  /** The Idempotency-Key of paying by this method: the same for every try, another for another method. */
  keyFor(method: string): string;
  /** What was meant has come to an end; what follows is meant anew. */
  forget(): void;
}

const none = { method: '', key: '' };

export function useIntent(): Intent {
  const meant = useRef(none);
  return {
    keyFor: (method) => {
      if (meant.current.method !== method) meant.current = { method, key: crypto.randomUUID() };
      return meant.current.key;
    },
    forget: () => {
      meant.current = none;
    },
  };
}
