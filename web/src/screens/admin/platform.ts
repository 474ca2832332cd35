import { useQuery } from '@tanstack/react-query';
import { quotasOf } from '../../api/queries.ts';
import type { components } from '../../api/schema.d.ts';
import { useApp } from '../../app/context.ts';

type Quota = components['schemas']['Quota'];
/** What there is to count, and in what. */
export type Meter = Pick<Quota, 'meter' | 'title' | 'kind' | 'unit'>;

const DAY = 86_400_000;
/** Whoever only runs the platform has no account: what holds for all can be read from any, also from one that never was. */
const ANYBODY = 'user_platform';

function useFromQuotas<T>(select: (answer: { asOf: string; quotas: Quota[] }) => T): T | undefined {
  const { api, session } = useApp();
  return useQuery({ ...quotasOf(api, session.accounts[0] ?? ANYBODY), select }).data;
}

const timeIn = ({ asOf }: { readonly asOf: string }) => Date.parse(asOf);
const dayIn = ({ asOf }: { readonly asOf: string }) => Math.floor(Date.parse(asOf) / DAY) * DAY;
const metersIn = ({ quotas }: { readonly quotas: readonly Quota[] }): Meter[] =>
  quotas.map(({ meter, title, kind, unit }) => ({ meter, title, kind, unit }));

/** The time by the service's clock, in milliseconds. */
export const useServiceTime = (): number | undefined => useFromQuotas(timeIn);

/** The start of the running day by the service's clock, in milliseconds. */
export const useToday = (): number | undefined => useFromQuotas(dayIn);

export const useMeters = (): readonly Meter[] | undefined => useFromQuotas(metersIn);
