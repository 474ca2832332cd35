import { createRootRouteWithContext, createRoute } from '@tanstack/react-router';
import type { AppContext } from '../context.ts';
import { Shell } from '../shell.tsx';

export const root = createRootRouteWithContext<AppContext>()({ component: Shell });

/** All that is about one account. */
export const account = createRoute({ getParentRoute: () => root, path: '/accounts/$account' });

/** All that is about the platform. */
export const admin = createRoute({ getParentRoute: () => root, path: '/admin' });
