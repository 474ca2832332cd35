import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { secret } from '../../functions/runtime/secrets.ts';
import { configure } from '../support/payments.ts';

/** What Secrets Manager holds, by id. */
const entries = new Map<string, string>();
let asked: string[] = [];
let server: Server;

/** AWS Secrets Manager API Reference, GetSecretValue. */
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const { SecretId } = JSON.parse(Buffer.concat(await request.toArray()).toString());
    asked.push(`${request.headers['x-amz-target']} ${SecretId}`);
    const SecretString = entries.get(SecretId);
    const error = { __type: 'ResourceNotFoundException', message: 'There is none.' };
    response.writeHead(SecretString === undefined ? 400 : 200, {
      'content-type': 'application/x-amz-json-1.1',
    });
    response.end(JSON.stringify(SecretString === undefined ? error : { SecretString }));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});
beforeEach(() => {
  asked = [];
  configure({ sandboxSecret: undefined, stripeSecretKey: undefined, stripeWebhookSecret: undefined });
});
afterEach(() => jest.restoreAllMocks());

describe('a secret', () => {
  it('is what the environment says, where it says it', async () => {
    configure({ sandboxSecret: 'whsec_direct', sandboxSecretArn: 'arn:direct' });
    expect(await secret('sandboxSecret')).toBe('whsec_direct');
    expect(asked).toEqual([]);
  });

  it('is otherwise read from its entry, cached for some minutes, and then read again', async () => {
    configure({ sandboxSecretArn: 'arn:sandbox' });
    entries.set('arn:sandbox', 'first');
    expect(await Promise.all([secret('sandboxSecret'), secret('sandboxSecret')])).toEqual(['first', 'first']);
    expect(asked).toEqual(['secretsmanager.GetSecretValue arn:sandbox']);
    entries.set('arn:sandbox', 'rotated');
    expect(await secret('sandboxSecret')).toBe('first');
    const later = Date.now() + 5 * 60_000;
    jest.spyOn(Date, 'now').mockReturnValue(later);
    expect(await secret('sandboxSecret')).toBe('rotated');
  });

  it('may be one field of an entry that has several', async () => {
    configure({ stripeSecretArn: 'arn:stripe' });
    entries.set('arn:stripe', JSON.stringify({ secretKey: 'sk_1', webhookSecret: 'whsec_1' }));
    expect([await secret('stripeSecretKey'), await secret('stripeWebhookSecret')]).toEqual([
      'sk_1',
      'whsec_1',
    ]);
    expect(asked).toHaveLength(1);
  });

  it('that was never put in is named, with its place', async () => {
    configure({ stripeSecretArn: 'arn:empty' });
    entries.set('arn:empty', JSON.stringify({ secretKey: '', webhookSecret: '' }));
    await expect(secret('stripeSecretKey')).rejects.toThrow(
      'The secret stripeSecretKey is empty: put secretKey into arn:empty.',
    );
  });

  it('that could not be read is asked for again', async () => {
    configure({ stripeSecretArn: 'arn:late' });
    await expect(secret('stripeSecretKey')).rejects.toThrow('There is none.');
    entries.set('arn:late', JSON.stringify({ secretKey: 'sk_late' }));
    expect(await secret('stripeSecretKey')).toBe('sk_late');
  });

  it('that is not set up is refused', async () => {
    configure({ stripeSecretArn: undefined });
    await expect(secret('stripeSecretKey')).rejects.toThrow('there is no stripeSecretArn');
  });
});
