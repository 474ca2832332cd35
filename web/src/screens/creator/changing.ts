import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answered } from '../../api/client.ts';
import type { paths } from '../../api/schema.d.ts';
import { useAccount, useApp } from '../../app/context.ts';

type Change = paths['/v1/themes/{themeId}']['patch']['requestBody']['content']['application/json'];

/** Changes a theme; whatever shows it is read again. */
export function useChanging(themeId: string, onDone: () => void) {
  const { api } = useApp();
  const account = useAccount();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: Change) =>
      answered(api.PATCH('/v1/themes/{themeId}', { params: { path: { themeId } }, body: change })),
    onSuccess: onDone,
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: [account] });
      void queries.invalidateQueries({ queryKey: ['themes'] });
    },
  });
}
