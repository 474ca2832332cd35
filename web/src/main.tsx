import 'virtual:base-components.css';
import './styles/dashboard.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { apiOf } from './api/client.ts';
import { isPassing } from './api/refusal.ts';
import { routerFor } from './app/router.tsx';
import { applyScheme } from './app/scheme.ts';
import { wearAgain } from './app/theme.ts';
import { preferredLanguage, speak } from './language/language.ts';
import { openSession } from './session/open.ts';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 1_000,
      // Also offline: then they fail, and the page says that its figures are old.
      networkMode: 'always',
      retry: (failures, fault) => failures < 2 && isPassing(fault),
    },
  },
});

applyScheme();
const [session] = await Promise.all([openSession(), speak(preferredLanguage())]);
await wearAgain(session.accounts);
const router = routerFor({ session, api: apiOf(session), queries });

createRoot(document.getElementById('app') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
