import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { storeSearch } from '../../screens/store/search.ts';
import { account } from './root.tsx';

const store = createRoute({
  getParentRoute: () => account,
  path: '/store',
  validateSearch: storeSearch,
  component: lazyRouteComponent(() => import('../../screens/store/store.tsx'), 'Store'),
});

const theme = createRoute({
  getParentRoute: () => account,
  path: '/store/$themeId',
  component: lazyRouteComponent(() => import('../../screens/store/theme-page.tsx'), 'ThemePage'),
});

const creator = createRoute({
  getParentRoute: () => account,
  path: '/creator',
  component: lazyRouteComponent(() => import('../../screens/creator/creator.tsx'), 'Creator'),
});

const earnings = createRoute({
  getParentRoute: () => account,
  path: '/creator/earnings',
  component: lazyRouteComponent(() => import('../../screens/creator/earnings.tsx'), 'Earnings'),
});

const submission = createRoute({
  getParentRoute: () => account,
  path: '/creator/$themeId',
  component: lazyRouteComponent(() => import('../../screens/creator/submission.tsx'), 'SubmissionPage'),
});

export const storeRoutes = [store, theme, creator, earnings, submission] as const;
