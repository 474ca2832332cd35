import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { auditSearch } from '../../screens/admin/audit/search.ts';
import { revenueSearch } from '../../screens/admin/revenue/search.ts';
import { reviewsSearch } from '../../screens/admin/themes/states.ts';
import { patternSearch } from '../../screens/admin/usage/search.ts';
import { admin } from './root.tsx';

const revenue = createRoute({
  getParentRoute: () => admin,
  path: '/revenue',
  validateSearch: revenueSearch,
  component: lazyRouteComponent(() => import('../../screens/admin/revenue/revenue.tsx'), 'Revenue'),
});

const packs = createRoute({
  getParentRoute: () => admin,
  path: '/packs',
  component: lazyRouteComponent(() => import('../../screens/admin/packs/packs.tsx'), 'AdminPacks'),
});

const usage = createRoute({
  getParentRoute: () => admin,
  path: '/usage',
  validateSearch: patternSearch,
  component: lazyRouteComponent(
    () => import('../../screens/admin/usage/usage-patterns.tsx'),
    'UsagePatterns',
  ),
});

const outstanding = createRoute({
  getParentRoute: () => admin,
  path: '/outstanding',
  component: lazyRouteComponent(
    () => import('../../screens/admin/outstanding/outstanding.tsx'),
    'Outstanding',
  ),
});

const themes = createRoute({
  getParentRoute: () => admin,
  path: '/themes',
  validateSearch: reviewsSearch,
  component: lazyRouteComponent(() => import('../../screens/admin/themes/theme-reviews.tsx'), 'ThemeReviews'),
});

const audit = createRoute({
  getParentRoute: () => admin,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('../../screens/admin/audit/audit.tsx'), 'Audit'),
});

const operations = createRoute({
  getParentRoute: () => admin,
  path: '/operations',
  component: lazyRouteComponent(() => import('../../screens/admin/operations/operations.tsx'), 'Operations'),
});

export const adminRoutes = [revenue, packs, usage, outstanding, themes, audit, operations] as const;
