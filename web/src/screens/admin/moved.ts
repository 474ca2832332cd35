import { useQueryClient } from '@tanstack/react-query';

/** Reads again what an admin's deed may have moved: all that admins see, and what is kept under `names`. */
export function useMoved(...names: readonly string[]): () => Promise<unknown> {
  const queries = useQueryClient();
  return () =>
    Promise.all(['admin', ...names].map((name) => queries.invalidateQueries({ queryKey: [name] })));
}
