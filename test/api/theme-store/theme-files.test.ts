import { createHash, createHmac } from 'node:crypto';
import { configure } from '../../support/payments.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const TOKEN = 'a/b+c=';

beforeAll(() => {
  configure({ themesBucket: 'themes' });
  process.env.AWS_REGION = 'eu-central-1';
  process.env.AWS_ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE';
  process.env.AWS_SECRET_ACCESS_KEY = SECRET;
  process.env.AWS_SESSION_TOKEN = TOKEN;
});
afterAll(() => configure({ themesBucket: undefined }));

// The client reads the environment when it is made.
const linkTo = async (key: string) =>
  new URL(await (await import('../../../functions/api/theme-files.ts')).linkToFile(key));

const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** What S3 computes of a link: "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)". */
function signatureOf(link: URL): string {
  const given = [...link.searchParams].filter(([name]) => name !== 'X-Amz-Signature');
  const query = given.map((pair) => pair.map(encodeURIComponent).join('=')).sort();
  const canonical = [
    'GET',
    link.pathname,
    query.join('&'),
    `host:${link.host}`,
    '',
    'host',
    'UNSIGNED-PAYLOAD',
  ];
  const time = link.searchParams.get('X-Amz-Date') ?? '';
  const scope = [time.slice(0, 8), 'eu-central-1', 's3', 'aws4_request'];
  const key = scope.reduce<Buffer | string>(hmac, `AWS4${SECRET}`);
  const digest = createHash('sha256').update(canonical.join('\n')).digest('hex');
  return hmac(key, ['AWS4-HMAC-SHA256', time, scope.join('/'), digest].join('\n')).toString('hex');
}

describe('a link to a file of a theme', () => {
  it('is signed as S3 checks it, for this object and an hour, with no header that a browser lacks', async () => {
    const link = await linkTo('published/thm_1/2/theme.css');
    expect(link.pathname).toBe('/themes/published/thm_1/2/theme.css');
    expect(Object.fromEntries(link.searchParams)).toMatchObject({
      'X-Amz-Expires': '3600',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Security-Token': TOKEN,
      'X-Amz-Signature': signatureOf(link),
    });
  });
});
