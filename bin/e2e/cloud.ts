import type { Target } from './target.ts';

/**
 * Opens a stack that is already deployed. E2E_TOKEN_URL names a source of tokens that the stack trusts, with the
 * interface of `POST /dev/token` of the local stack.
 */
export function openCloud(url: string): Target {
  const tokenUrl = process.env.E2E_TOKEN_URL;
  if (!tokenUrl) throw new Error('E2E_TOKEN_URL is not set: where to get tokens that the stack trusts.');
  return {
    kind: 'cloud',
    environment: {
      // The rights of the person who runs the suite, to delete an uploaded object.
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
