import { queryOptions } from '@tanstack/react-query';
import { type Api, answered } from '../../api/client.ts';
import { live } from '../../api/live.ts';
import type { components } from '../../api/schema.d.ts';

export type Slot = components['schemas']['Slot'];

export const slotsOf = (api: Api, account: string) =>
  queryOptions({
    queryKey: [account, 'slots'],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/accounts/{account}/job-slots', { params: { path: { account } }, signal })),
    ...live,
  });

export const allocate = (api: Api, account: string, jobId: string, leaseSeconds: number | null) =>
  answered(
    api.POST('/v1/accounts/{account}/job-slots', {
      params: { path: { account } },
      body: leaseSeconds === null ? { jobId } : { jobId, leaseSeconds },
    }),
  );

export const extend = (api: Api, account: string, jobId: string, leaseSeconds: number) =>
  answered(
    api.PUT('/v1/accounts/{account}/job-slots/{jobId}/lease', {
      params: { path: { account, jobId } },
      body: { leaseSeconds },
    }),
  );

export const release = (api: Api, account: string, jobId: string) =>
  api.DELETE('/v1/accounts/{account}/job-slots/{jobId}', { params: { path: { account, jobId } } });
