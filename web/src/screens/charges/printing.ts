import { useEffect } from 'react';

/** Paper is light, whatever the screen is. */
export function usePrintInLight(): void {
  useEffect(() => {
    const { dataset } = document.documentElement;
    let scheme: string | undefined;
    const before = () => {
      scheme = dataset.scheme;
      dataset.scheme = 'light';
    };
    const after = () => {
      if (scheme === undefined) delete dataset.scheme;
      else dataset.scheme = scheme;
    };
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
    };
  }, []);
}
