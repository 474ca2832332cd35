import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { chargesSearch } from '../../screens/charges/statuses.ts';
import { usageSearch } from '../../screens/usage/search.ts';
import { account } from './root.tsx';

const overview = createRoute({
  getParentRoute: () => account,
  path: '/',
  component: lazyRouteComponent(() => import('../../screens/overview/overview.tsx'), 'Overview'),
});

const usage = createRoute({
  getParentRoute: () => account,
  path: '/usage',
  validateSearch: usageSearch,
  component: lazyRouteComponent(() => import('../../screens/usage/usage.tsx'), 'Usage'),
});

const uploads = createRoute({
  getParentRoute: () => account,
  path: '/uploads',
  component: lazyRouteComponent(() => import('../../screens/uploads/uploads.tsx'), 'Uploads'),
});

const overage = createRoute({
  getParentRoute: () => account,
  path: '/overage',
  validateSearch: ({ meter }: Record<string, unknown>): { readonly meter?: string } =>
    typeof meter === 'string' ? { meter } : {},
  component: lazyRouteComponent(() => import('../../screens/overage/overage.tsx'), 'Overage'),
});

const packs = createRoute({
  getParentRoute: () => account,
  path: '/packs',
  component: lazyRouteComponent(() => import('../../screens/packs/packs.tsx'), 'Packs'),
});

const slots = createRoute({
  getParentRoute: () => account,
  path: '/slots',
  component: lazyRouteComponent(() => import('../../screens/slots/slots.tsx'), 'JobSlots'),
});

const charges = createRoute({
  getParentRoute: () => account,
  path: '/charges',
  validateSearch: chargesSearch,
  component: lazyRouteComponent(() => import('../../screens/charges/charges.tsx'), 'Charges'),
});

const charge = createRoute({
  getParentRoute: () => account,
  path: '/charges/$chargeId',
  component: lazyRouteComponent(() => import('../../screens/charges/charge-page.tsx'), 'ChargePage'),
});

const notifications = createRoute({
  getParentRoute: () => account,
  path: '/notifications',
  component: lazyRouteComponent(
    () => import('../../screens/notifications/notifications.tsx'),
    'Notifications',
  ),
});

export const accountRoutes = [
  overview,
  usage,
  uploads,
  overage,
  packs,
  slots,
  charges,
  charge,
  notifications,
] as const;
