import { client, openStack, type TestStack } from '../../support/local-stack.ts';
import { configure } from '../../support/payments.ts';
import { openPeer } from '../../support/peer.ts';
import { expectProblem } from '../../support/problems.ts';

let desk: TestStack;

beforeAll(async () => {
  desk = await openStack();
});
afterAll(() => desk.stop());

const post = (provider: string) =>
  client(desk.url, null).call(`POST /v1/payments/webhooks/${provider}`, '{}');

/** As a deployed function finds its settings: a secret by the ARN of its entry, or not at all. */
async function without(setting: 'sandboxSecret' | 'stripeWebhookSecret', use: () => Promise<void>) {
  const name = setting === 'sandboxSecret' ? 'SANDBOX_SECRET' : 'STRIPE_WEBHOOK_SECRET';
  const before = process.env[name];
  configure({ [setting]: undefined });
  try {
    await use();
  } finally {
    configure({ [setting]: before });
  }
}

describe("a provider's webhook", () => {
  it('is not found where the provider is not set up', async () => {
    expectProblem(await post('stripe'), 404, 'not-found');
    await without('sandboxSecret', async () => {
      expectProblem(await post('sandbox'), 404, 'not-found');
    });
  });

  it('refuses an unsigned event where the provider is set up', async () => {
    expectProblem(await post('sandbox'), 400, 'webhook-signature-invalid');
  });

  it('is asked for again when the secret cannot be read: only a missing setting means that there is none', async () => {
    await without('sandboxSecret', async () => {
      const secrets = await openPeer(() => ({ status: 500, body: { __type: 'InternalServiceError' } }));
      process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = secrets.url;
      configure({ sandboxSecretArn: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:sandbox' });
      try {
        expectProblem(await post('sandbox'), 503, 'unavailable');
      } finally {
        configure({ sandboxSecretArn: undefined });
        delete process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER;
        await secrets.stop();
      }
    });
  });

  it('is refused by name when there is no such provider', async () => {
    expectProblem(await post('constructor'), 400, 'validation-failed', ['provider']);
  });
});
