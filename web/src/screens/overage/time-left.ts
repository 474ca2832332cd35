import { useEffect, useState } from 'react';

/** Seconds until a moment, 0 once it is there. `ahead`: how far the service's clock is before ours, in milliseconds. */
export function useSecondsLeft(until: string, ahead: number): number {
  const left = () => Math.max(0, Math.ceil((Date.parse(until) - Date.now() - ahead) / 1_000));
  const [seconds, setSeconds] = useState(left);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `left` is made of these two
  useEffect(() => {
    setSeconds(left());
    const ticking = setInterval(() => setSeconds(left()), 1_000);
    return () => clearInterval(ticking);
  }, [until, ahead]);
  return seconds;
}

/** `14:05` */
export const asClock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
