import type { QueryClient } from '@tanstack/react-query';
import { useParams, useRouteContext } from '@tanstack/react-router';
import type { Api } from '../api/client.ts';
import type { Session } from '../session/session.ts';

/** What every screen works with. */
export interface AppContext {
  readonly session: Session;
  readonly api: Api;
  readonly queries: QueryClient;
}

export const useApp = (): AppContext => useRouteContext({ from: '__root__' });

/** The account that the page is about; on pages about none, one's own. */
export function useAccount(): string {
  const { session } = useApp();
  const { account } = useParams({ strict: false }) as { readonly account?: string };
  return account ?? session.accounts[0] ?? session.subject;
}
