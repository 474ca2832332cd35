import { useQuery } from '@tanstack/react-query';
import { type Quota, quotasOf } from '../api/queries.ts';
import { useAccount, useApp } from './context.ts';

/** The quotas of the account that the page is about by their meters, as far as they are known. */
export function useQuotas(): ReadonlyMap<string, Quota> {
  const { api } = useApp();
  const { data } = useQuery(quotasOf(api, useAccount()));
  return new Map(data?.quotas.map((quota) => [quota.meter, quota]));
}
