import type { Target } from './target.ts';

/**
 * A stack that is deployed already. Whoever runs the suite says how to get tokens, in E2E_TOKEN_URL: it takes what
 * `POST /dev/token` of the local stack takes, and answers a token that the stack trusts.
 */
export function openCloud(url: string): Target {
  const tokenUrl = process.env.E2E_TOKEN_URL;
  if (!tokenUrl) throw new Error('E2E_TOKEN_URL is not set: where to get tokens that the stack trusts.');
  return {
    kind: 'cloud',
    environment: {
      // Of whoever runs it: the rights to delete an uploaded object.
      ...ownRights(),
      BASE_URL: url.replace(/\/$/, ''),
      E2E_TOKEN_URL: tokenUrl,
      E2E_SANDBOX_SECRET: process.env.E2E_SANDBOX_SECRET ?? '',
    },
    diagnosis: async () => 'The logs are in CloudWatch.',
    stop: async () => undefined,
  };
}

const ownRights = () =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      name.startsWith('AWS_') && value !== undefined ? [[name, value]] : [],
    ),
  );
