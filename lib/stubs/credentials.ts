/**
 * Replaces `@aws-sdk/credential-provider-node` in every bundle: Lambda passes its role's credentials in the
 * environment, valid as long as the environment. The replaced chain (profiles, SSO, STS, metadata) is a quarter of a
 * small bundle, and none of it works in Lambda.
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
