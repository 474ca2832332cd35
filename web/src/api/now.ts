import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useAccount, useApp } from '../app/context.ts';
import { quotasOf } from './queries.ts';

/**
 * The time by the service's clock, not by that of whoever looks, in milliseconds; moves on every second. Null until
 * the service has been heard of.
 */
export function useNow(): number | null {
  const { api } = useApp();
  const { data, dataUpdatedAt } = useQuery(quotasOf(api, useAccount()));
  const [here, setHere] = useState(Date.now);
  useEffect(() => {
    const ticking = setInterval(() => setHere(Date.now()), 1_000);
    return () => clearInterval(ticking);
  }, []);
  return data ? Date.parse(data.asOf) + Math.max(0, here - dataUpdatedAt) : null;
}
