import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { answered } from '../../api/client.ts';
import { live } from '../../api/live.ts';
import { useAccount, useApp } from '../../app/context.ts';
import type { UploadQueue } from './queue.ts';
import type { Upload } from './upload.ts';

/** Follows a file that was sent until it is counted, and the quota with every step it takes. */
export function useFollowed({ id, stage }: Upload, queue: UploadQueue): void {
  const { api } = useApp();
  const account = useAccount();
  const queries = useQueryClient();
  const uploadId = stage.state === 'reserved' ? stage.uploadId : '';
  const followed = useQuery({
    queryKey: [account, 'uploads', uploadId],
    queryFn: ({ signal }) =>
      answered(
        api.GET('/v1/accounts/{account}/uploads/{uploadId}', {
          params: { path: { account, uploadId } },
          signal,
        }),
      ),
    enabled: uploadId !== '',
    ...live,
  });
  const state = uploadId === '' ? undefined : followed.data?.state;
  useEffect(() => {
    if (state !== undefined && state !== 'reserved') queue.settle(id, state);
  }, [state, id, queue]);
  // Reserved, sent, stored, cancelled: each of these moves the bar above.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the step that matters
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: [account, 'quotas'] });
    void queries.invalidateQueries({ queryKey: [account, 'uploads', 'list'] });
  }, [stage.state, account, queries]);
}
