/**
 * Stands in for `@aws-sdk/credential-provider-node` in every bundle: Lambda hands its role's credentials over in the
 * environment, for as long as that lives. The chain that it replaces (profiles, SSO, STS, metadata) is a quarter of
 * a small function's bytes, and none of it can answer there.
 */
export const defaultProvider = () => async () => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY)
    throw new Error('There are no credentials in the environment: a bundle reads them nowhere else.');
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
};
