import { hostname } from 'node:os';
import { lookupPublic, mayConnectTo, urlError } from '../../functions/notifications/addresses.ts';
import { post } from '../../functions/notifications/post.ts';
import { openReceiver, type Receiver } from '../support/receiver.ts';

const allowLoopback = (is: boolean) => {
  process.env.ALLOW_LOOPBACK_WEBHOOKS = String(is);
};
beforeEach(() => allowLoopback(false));

const resolve = (name: string, options: object = {}) =>
  new Promise((answered) =>
    lookupPublic(name, options as never, (error, address) => answered(error?.constructor.name ?? address)),
  );

const out = [
  '127.0.0.1',
  '127.255.255.254',
  '10.0.0.1',
  '10.255.255.255',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '169.254.169.254',
  '0.0.0.0',
  '0.1.2.3',
  '100.64.0.1',
  '100.127.255.255',
  '192.0.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::7f00:1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:169.254.169.254',
  '64:ff9b::7f00:1',
  '64:ff9b:1::7f00:1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  'fc00::1',
  'fd00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fec0::1',
  'ff02::1',
];

describe('an address', () => {
  it.each(out)('%s is never connected to', (address) => {
    expect(mayConnectTo(address)).toBe(false);
  });

  it.each(['1.1.1.1', '93.184.215.14', '::ffff:1.1.1.1', '2606:4700:4700::1111'])(
    '%s is public',
    (address) => {
      expect(mayConnectTo(address)).toBe(true);
    },
  );

  it.each(['', 'localhost', 'example.com', '1.2.3.4/8', 'fe80::1%eth0'])('%j is none', (text) => {
    expect(mayConnectTo(text)).toBe(false);
  });

  it('of this machine is connected to where that is allowed, and no other with it', () => {
    allowLoopback(true);
    const ours = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];
    expect(ours.map(mayConnectTo)).toEqual([true, true, true]);
    const allowed = out.filter(mayConnectTo);
    expect(allowed).toEqual(['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1']);
  });
});

describe('a URL', () => {
  it.each(out)('of %s is refused', (address) => {
    const host = address.includes(':') ? `[${address}]` : address;
    expect(urlError(`https://${host}/hooks`)).toBe('The address must be public.');
    expect(urlError(`https://${host}:8443/`)).toBe('The address must be public.');
  });

  it.each([
    ['decimal', 'https://2130706433/'],
    ['hexadecimal', 'https://0x7f000001/'],
    ['hexadecimal in parts', 'https://0x7f.1/'],
    ['octal', 'https://0177.0.0.1/'],
    ['short', 'https://127.1/'],
    ['dotted at its end', 'https://127.0.0.1./'],
    ['full-width', 'https://１２７.0.0.1/'],
    ['percent-encoded', 'https://%31%32%37.0.0.1/'],
    ['metadata in decimal', 'https://2852039166/latest/meta-data'],
    ['by the machine’s own name', 'https://localhost/'],
    ['by a name under it', 'https://a.localhost/'],
    ['with a dot at its end', 'https://localhost./'],
  ])('that writes it otherwise is refused: %s', (_, url) => {
    expect(urlError(url)).toBe('The address must be public.');
  });

  it.each([
    'http://example.com/',
    'http://127.0.0.1/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ])('%s is refused for its scheme', (url) => {
    expect(urlError(url)).toBe('Only https URLs are accepted.');
  });

  it.each(['https://user:secret@example.com/', 'https://user@example.com/'])(
    '%s carries no secret',
    (url) => {
      expect(urlError(url)).toMatch(/^The URL must not contain a user name or password/);
    },
  );

  it.each(['', 'example.com', 'https://', '//example.com', `https://example.com/${'x'.repeat(2_048)}`])(
    'is well formed: %j is not',
    (url) => {
      expect(urlError(url)).not.toBeNull();
    },
  );

  it.each(['https://example.com', 'https://example.com:8443/hooks?a=b', 'https://1.1.1.1/'])(
    '%s is taken',
    (url) => {
      expect(urlError(url)).toBeNull();
    },
  );

  it('of this machine is taken without TLS where that is allowed, and no other', () => {
    allowLoopback(true);
    for (const host of ['127.0.0.1:3000', 'localhost', '[::1]:80'])
      expect(urlError(`http://${host}/`)).toBeNull();
    expect(urlError('http://example.com/')).toBe('Only https URLs are accepted.');
    expect(urlError('https://10.0.0.1/')).toBe('The address must be public.');
  });
});

describe('a name', () => {
  it.each([{}, { all: true }])('that leads to this machine is not connected to (%j)', async (options) => {
    expect(await resolve('localhost', options)).toBe('RefusedAddress');
  });

  it('is, where that is allowed', async () => {
    allowLoopback(true);
    expect(await resolve('localhost')).toMatch(/^(127\.0\.0\.1|::1)$/);
    expect(await resolve('localhost', { all: true })).toEqual(
      expect.arrayContaining([{ address: expect.any(String), family: expect.any(Number) }]),
    );
  });
});

describe('a post', () => {
  let receiver: Receiver;
  beforeEach(async () => {
    allowLoopback(true);
    receiver = await openReceiver();
  });
  afterEach(() => receiver.close());

  const send = (path = '/', timeout = 5_000) =>
    post(receiver.url + path, '{}', { 'webhook-id': 'a' }, timeout);

  it.each([
    ['http://localhost:1/', 'The URL is refused: Only https URLs are accepted.'],
    ['https://127.0.0.1:1/', 'The URL is refused: The address must be public.'],
    ['https://[::ffff:127.0.0.1]:1/', 'The URL is refused: The address must be public.'],
  ])('to %s never leaves', async (url, reason) => {
    allowLoopback(false);
    expect(await post(url, '{}', {}, 5_000)).toMatchObject({ status: null, reason });
  });

  it('to a name of this machine or its network gets no connection', async () => {
    allowLoopback(false);
    const { status, reason } = await post(`https://${hostname()}:1/`, '{}', {}, 5_000);
    expect(status).toBeNull();
    // A machine whose own name is not known to it has nothing to reach either.
    expect(reason).toMatch(/^The host name (does not resolve to a public address|has no address|could not)/);
  });

  it('follows no redirect', async () => {
    receiver.answer = (response) => response.writeHead(302, { location: `${receiver.url}/other` }).end();
    expect(await send('/first')).toMatchObject({ status: 302, reason: null });
    expect(receiver.received.map(({ path }) => path)).toEqual(['/first']);
  });

  it('reads 4 KB of an answer that does not end', async () => {
    receiver.answer = (response) => {
      response.writeHead(500);
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(1_000)));
      };
      response.on('drain', pour);
      pour();
    };
    const { status, response } = await send();
    expect([status, response?.length]).toEqual([500, 4_096]);
  });

  it('says what went wrong when the endpoint does not respond', async () => {
    const { url } = receiver;
    await receiver.close();
    expect(await post(url, '{}', {}, 5_000)).toMatchObject({
      status: null,
      reason: 'The connection was refused.',
    });
    receiver = await openReceiver();
    receiver.answer = (response) => response.destroy();
    expect(await send()).toMatchObject({ status: null, reason: 'The connection was closed unexpectedly.' });
  });

  it('waits for the given timeout, and says that it timed out', async () => {
    receiver.answer = () => {};
    const { status, reason, isSilent, milliseconds } = await send('/', 2_000);
    expect({ status, reason, isSilent }).toEqual({
      status: null,
      reason: 'No answer within 2 seconds.',
      isSilent: true,
    });
    expect(milliseconds).toBeLessThan(4_000);
  });

  it('that is answered in time, or refused, is not silent', async () => {
    receiver.answer = 500;
    expect(await send()).toMatchObject({ status: 500, isSilent: false });
    receiver.answer = (response) => response.destroy();
    expect(await send()).toMatchObject({ status: null, isSilent: false });
  });
});
