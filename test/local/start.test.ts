import { once } from 'node:events';
import { createServer } from 'node:net';
import { npm, run } from '../support/run.ts';
import { testFolder } from './folder.ts';

const folder = testFolder();

// Each test starts whole processes, on a machine that may be busy with the other tests.
const PATIENCE_MS = 90_000;

describe('npm start', () => {
  it(
    'says where it listens, is there for dlq, and stops cleanly when told',
    async () => {
      const desk = npm('start', { PORT: '0', DATA_DIR: folder });
      const line = await desk.firstLine;
      expect(line).toMatch(/^listening on http:\/\/127\.0\.0\.1:\d+$/);
      const url = line.replace('listening on ', '');
      expect((await fetch(`${url}/.well-known/jwks.json`)).status).toBe(200);

      const list = await run('dlq.ts', { BASE_URL: url }, 'list').ended;
      expect(list).toMatchObject({ code: 0, lines: ['No dead letters.'] });

      desk.child.kill('SIGTERM');
      desk.child.kill('SIGTERM');
      const { code, lines } = await desk.ended;
      expect(code).toBe(0);
      expect(lines.filter((text) => text.startsWith('listening on'))).toHaveLength(1);
      await expect(fetch(url)).rejects.toThrow();
    },
    PATIENCE_MS,
  );

  it(
    'says in one sentence that the port is taken',
    async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const address = other.address();
      const port = String(typeof address === 'object' && address !== null ? address.port : '');
      const { code, errors } = await run('start.ts', { PORT: port, DATA_DIR: ':memory:' }).ended;
      other.close();
      expect([code, errors]).toEqual([1, [expect.stringMatching(`^Port ${port} is taken`)]]);
    },
    PATIENCE_MS,
  );
});

describe('a payment provider', () => {
  it.each([
    [{ PAYMENT_PROVIDER: 'paypal' }, /^PAYMENT_PROVIDER is paypal\. Set it to sandbox or stripe/],
    [{ PAYMENT_PROVIDER: 'stripe' }, /STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET are not set/],
    [{ PAYMENT_PROVIDER: 'stripe', STRIPE_SECRET_KEY: 'sk_test_1' }, /STRIPE_WEBHOOK_SECRET is not set/],
  ])(
    'that is unknown or not set up keeps the server from starting: %j',
    async (environment, sentence) => {
      const { code, errors } = await run('start.ts', { PORT: '0', DATA_DIR: ':memory:', ...environment })
        .ended;
      expect([code, errors]).toEqual([1, [expect.stringMatching(sentence)]]);
    },
    PATIENCE_MS,
  );
});

describe('npm run dlq', () => {
  it(
    'says how it is used, and that no desk runs',
    async () => {
      expect(await run('dlq.ts', {}).ended).toMatchObject({
        code: 2,
        errors: [expect.stringMatching(/^Usage/)],
      });
      const away = await run('dlq.ts', { BASE_URL: 'http://127.0.0.1:1' }, 'redrive').ended;
      expect(away).toMatchObject({
        code: 1,
        errors: [
          'Nothing answers at http://127.0.0.1:1. Start the local stack with npm start, or set BASE_URL.',
        ],
      });
    },
    PATIENCE_MS,
  );
});
