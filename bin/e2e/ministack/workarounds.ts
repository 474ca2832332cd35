import { DescribeTimeToLiveCommand, DynamoDBClient, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { newSigningSecret } from '../../../local/environment.ts';
import { callRest } from './rest.ts';
import { CREDENTIALS, type Ministack, REGION } from './server.ts';
import { MINISTACK } from './tools.ts';

/** Results of the work-arounds. */
export interface Workarounds {
  readonly sandboxSecret: string;
}

/**
 * Sets by API what MiniStack's CloudFormation silently drops. The suite asserts these settings like the others. Throws
 * if a work-around is no longer needed, so that it gets removed.
 */
export async function applyWorkarounds(
  ministack: Ministack,
  { tableName, apiId, sandboxSecretArn }: { tableName: string; apiId: string; sandboxSecretArn: string },
): Promise<Workarounds> {
  await fixTtl(ministack, tableName);
  await fixCors(ministack, apiId);
  return { sandboxSecret: await fixSecret(ministack, sandboxSecretArn) };
}

/** Returns the configuration of an SDK client. */
export const clientTo = ({ url }: Ministack) => ({ endpoint: url, region: REGION, credentials: CREDENTIALS });

/** CloudFormation drops `TimeToLiveSpecification`. */
async function fixTtl(ministack: Ministack, TableName: string): Promise<void> {
  const dynamo = new DynamoDBClient(clientTo(ministack));
  try {
    const { TimeToLiveDescription } = await dynamo.send(new DescribeTimeToLiveCommand({ TableName }));
    if (TimeToLiveDescription?.TimeToLiveStatus === 'ENABLED') throw noLonger('the TTL of a table');
    await dynamo.send(
      new UpdateTimeToLiveCommand({
        TableName,
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      }),
    );
  } finally {
    dynamo.destroy();
  }
}

const corsSchema = z.object({ corsConfiguration: z.record(z.string(), z.unknown()) });

/** `CorsConfiguration` is stored with CloudFormation's capitals but read without, so preflight requests fail. */
async function fixCors(ministack: Ministack, apiId: string): Promise<void> {
  const path = `/v2/apis/${apiId}`;
  const { corsConfiguration } = corsSchema.parse(await callRest(ministack, 'apigateway', 'GET', path));
  if ('allowOrigins' in corsConfiguration) throw noLonger('the CORS of an HTTP API');
  const uncapitalised = Object.entries(corsConfiguration).map(([name, value]) => [
    name.charAt(0).toLowerCase() + name.slice(1),
    value,
  ]);
  await callRest(ministack, 'apigateway', 'PATCH', path, {
    corsConfiguration: Object.fromEntries(uncapitalised),
  });
}

/** `ExcludePunctuation` of a generated secret is ignored, and a secret that is not base64 cannot sign. */
async function fixSecret(ministack: Ministack, SecretId: string): Promise<string> {
  const secrets = new SecretsManagerClient(clientTo(ministack));
  try {
    const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
    if (/^[A-Za-z0-9]+$/.test(SecretString)) throw noLonger('a generated secret free of punctuation');
    const secret = newSigningSecret();
    await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: secret }));
    return secret;
  } finally {
    secrets.destroy();
  }
}

export const noLonger = (what: string) =>
  new Error(
    `MiniStack ${MINISTACK} keeps ${what}: take the work-around out of bin/e2e/ministack/workarounds.ts, and out of docs/e2e.md.`,
  );
