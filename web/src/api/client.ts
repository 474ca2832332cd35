import createClient, { type Middleware } from 'openapi-fetch';
import type { Session } from '../session/session.ts';
import { Refusal } from './refusal.ts';
import type { paths } from './schema.d.ts';

export type Api = ReturnType<typeof createClient<paths>>;

/** The API, as the one who is signed in. What it refuses is thrown as a Refusal, with its own words. */
export function apiOf(session: Session): Api {
  const api = createClient<paths>({ baseUrl: '/' });
  const signed: Middleware = {
    onRequest: async ({ request }) => {
      request.headers.set('authorization', `Bearer ${await session.token()}`);
      return request;
    },
    onResponse: async ({ response }) => {
      if (!response.ok) throw await Refusal.of(response);
      return response;
    },
  };
  api.use(signed);
  return api;
}

/** What a call answered; a refusal was thrown before. */
export async function answered<T>(call: Promise<{ readonly data?: T }>): Promise<T> {
  const { data } = await call;
  if (data === undefined) throw new Error('The answer was empty.');
  return data;
}
