import { createRoute, createRouter, redirect } from '@tanstack/react-router';
import { Failed, Missing, Waiting } from '../components/states.tsx';
import type { AppContext } from './context.ts';
import { accountRoutes } from './routes/account.ts';
import { adminRoutes } from './routes/admin.ts';
import { account, admin, root } from './routes/root.tsx';
import { storeRoutes } from './routes/store.ts';

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: ({ charge }: Record<string, unknown>): { readonly charge?: string } =>
    typeof charge === 'string' ? { charge } : {},
  // A provider sends the payer back here with the charge that was to be paid.
  beforeLoad: ({ context: { session }, search: { charge } }) => {
    const [own] = session.accounts;
    if (own === undefined) throw redirect({ to: '/admin/revenue' });
    const params = { account: own };
    if (charge === undefined) throw redirect({ to: '/accounts/$account', params });
    throw redirect({ to: '/accounts/$account/charges/$chargeId', params: { ...params, chargeId: charge } });
  },
});

const routeTree = root.addChildren([
  home,
  account.addChildren([...accountRoutes, ...storeRoutes]),
  admin.addChildren([...adminRoutes]),
]);

export const routerFor = (context: AppContext) =>
  createRouter({
    routeTree,
    context,
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultPendingComponent: Waiting,
    defaultErrorComponent: ({ error, reset }) => <Failed fault={error as Error} again={reset} />,
    defaultNotFoundComponent: Missing,
  });

declare module '@tanstack/react-router' {
  interface Register {
    readonly router: ReturnType<typeof routerFor>;
  }
}
