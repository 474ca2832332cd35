import { Webhook } from 'standardwebhooks';
import type { NewSandboxEvent } from '../../functions/queue/sandbox.ts';
import { log } from '../../functions/runtime/log.ts';
import { batchOf } from '../support/batches.ts';
import { accountNamed } from '../support/grants.ts';
import { configure } from '../support/payments.ts';
import { openPeer, type Peer, type PeerAnswer, type PeerRequest } from '../support/peer.ts';

const SECRET = `whsec_${Buffer.from('a secret of the sandbox provider').toString('base64')}`;

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const { handler } = await import('../../functions/workers/sandbox.ts');
const { encodeSandboxEvent } = await import('../../functions/queue/sandbox.ts');

let webhook: Peer;
let answer: (request: PeerRequest) => PeerAnswer;

beforeAll(async () => {
  log.setLogLevel('SILENT');
  webhook = await openPeer((request) => answer(request));
});
beforeEach(() => {
  webhook.requests.length = 0;
  answer = () => ({ status: 204 });
  configure({ publicUrl: webhook.url, sandboxSecret: SECRET });
});
afterAll(() => webhook.stop());

const eventOf = (chargeId: string): string => {
  const news: NewSandboxEvent = {
    account: accountNamed('user_001'),
    chargeId,
    reference: 'sbx_pay_1',
    type: 'payment.succeeded',
  };
  return encodeSandboxEvent(news);
};

const batch = (...bodies: readonly string[]) => batchOf(handler, ...bodies);

describe('the sender of the sandbox', () => {
  it('posts an event to our webhook as it is on the queue, signed after Standard Webhooks', async () => {
    expect(await batch(eventOf('chg_1'))).toEqual([]);
    const [request] = webhook.requests;
    expect(request).toMatchObject({
      route: 'POST /v1/payments/webhooks/sandbox',
      body: eventOf('chg_1'),
      headers: {
        'content-type': 'application/json',
        'webhook-id': JSON.parse(eventOf('chg_1')).eventId,
      },
    });
    const verified = new Webhook(SECRET).verify(
      request?.body ?? '',
      request?.headers as Record<string, string>,
    );
    expect(verified).toEqual(JSON.parse(eventOf('chg_1')));
  });

  it.each([500, 502, 503, 408, 409, 425, 429, 302])(
    'hands back alone what was answered with %d',
    async (status) => {
      answer = ({ body }) => ({ status: body.includes('chg_bad') ? status : 200 });
      expect(await batch(eventOf('chg_1'), eventOf('chg_bad'), eventOf('chg_2'))).toEqual([1]);
      expect(webhook.requests).toHaveLength(3);
    },
  );

  it.each([400, 401, 404, 413, 422])('lets go what was refused with %d', async (status) => {
    answer = () => ({ status });
    expect(await batch(eventOf('chg_1'))).toEqual([]);
  });

  it('hands back everything while the webhook is out of reach', async () => {
    configure({ publicUrl: 'http://127.0.0.1:9' });
    expect(await batch(eventOf('chg_1'), eventOf('chg_2'))).toEqual([0, 1]);
  });

  it('hands back what is no event, and sends it nowhere', async () => {
    expect(await batch('{"type":"payment.succeeded"}', 'no JSON', eventOf('chg_1'))).toEqual([0, 1]);
    expect(webhook.requests).toHaveLength(1);
  });
});
