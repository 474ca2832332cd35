import { problemTypes } from '../../functions/api/kernel/problem-types.ts';
import { Refusal } from '../../web/src/api/refusal.ts';
import { useFaultText } from '../../web/src/language/fault-text.ts';
import { zh } from '../../web/src/language/zh.ts';
import { type Language, spoken } from './support/spoken.ts';

const DETAIL = 'What the API says of it.';
const codes = Object.keys(problemTypes);

const refusal = (code: string, members: object = {}, retryAfter: number | null = null) =>
  new Refusal(
    {
      type: `https://real-deal.dev/problems/${code}`,
      title: code,
      status: 400,
      detail: DETAIL,
      requestId: 'req-1',
      ...members,
    },
    retryAfter,
  );

const linesOf = async (language: Language, fault: Error) => (await spoken(language, useFaultText))(fault);

const errors = [
  { path: '/name', detail: 'Must not be empty.' },
  { path: '/price/amount/amount', detail: 'At least 1.' },
  { path: '/colour', detail: 'Unknown field. Remove it.' },
  { path: '/shape', detail: 'Unknown field. Remove it.' },
];

const quota = { meter: 'storage', title: 'Storage', unit: 'byte', limit: 2e9, remaining: 5e8 };
const packs = [{ packType: 'cap_10', name: '10 GB of storage', grants: { storage: 10e9 } }];

describe('why something was not done', () => {
  it('has words for every code of the API, and for no other', () => {
    expect(Object.keys(zh.faults.codes).sort()).toEqual([...codes].sort());
  });

  it.each(codes)('%s is said in English by the API and in Chinese by the page', async (code) => {
    const [english] = await linesOf('en', refusal(code));
    expect(english).toContain(DETAIL);
    const chinese = await linesOf('zh', refusal(code));
    expect(chinese).toHaveLength(1);
    expect(chinese[0]).toMatch(/^[^{}]*\p{Script=Han}[^{}]*。$/u);
    expect(chinese[0]).not.toContain(DETAIL);
  });

  it('names each field that was refused, and the others once', async () => {
    expect(await linesOf('en', refusal('validation-failed', { errors }))).toEqual([
      'Name: Must not be empty.',
      'Price: At least 1.',
      'Unknown field. Remove it.',
    ]);
    expect(await linesOf('zh', refusal('validation-failed', { errors }))).toEqual([
      '名称：填写的内容不符合要求，请检查。',
      '价格：填写的内容不符合要求，请检查。',
      '有内容不符合要求，请检查后重试。',
    ]);
  });

  it('says what has changed on a conflict', async () => {
    const changed = { errors: [{ path: '/price/amount', detail: 'The price has changed.' }] };
    expect(await linesOf('en', refusal('conflict', changed))).toEqual([DETAIL]);
    expect(await linesOf('zh', refusal('conflict', changed))).toEqual([
      '价格已有变化，请核对最新内容后重试。',
    ]);
  });

  it('says what remains of a quota, and whether a pack adds enough', async () => {
    expect(await linesOf('en', refusal('quota-exceeded', { quota, packs }))).toEqual([DETAIL]);
    expect(await linesOf('zh', refusal('quota-exceeded', { quota, packs }))).toEqual([
      '存储空间不足：上限 2 GB，剩余 500 MB。可购买资源包（增加 10 GB），或先减少占用。',
    ]);
    expect(await linesOf('zh', refusal('quota-exceeded', { quota, packs: [] }))).toEqual([
      '存储空间不足：上限 2 GB，剩余 500 MB。请先减少占用。',
    ]);
  });

  it('says how long to wait, and the request id of a failure', async () => {
    expect(await linesOf('zh', refusal('too-many-requests', {}, 7))).toEqual([
      '操作过于频繁，请在 7 秒后重试。',
    ]);
    for (const language of ['en', 'zh'] as const)
      expect(await linesOf(language, refusal('internal'))).toEqual([expect.stringContaining('req-1')]);
  });

  it('has a sentence of its own for codes to come, and for what was never answered', async () => {
    expect(await linesOf('en', refusal('on-strike'))).toEqual([DETAIL]);
    expect(await linesOf('zh', refusal('on-strike'))).toEqual(['服务拒绝了此请求（on-strike）。']);
    expect(await linesOf('en', new TypeError('Failed to fetch'))).toEqual([
      'The service could not be reached. It is safe to retry.',
    ]);
    expect(await linesOf('zh', new TypeError('Failed to fetch'))).toEqual(['无法连接服务，可放心重试。']);
  });

  it.each([
    ['a page', new Response('<h1>Bad gateway</h1>', { status: 502 })],
    ['a form of its own', Response.json({ message: 'Service Unavailable' }, { status: 502 })],
  ])('tells the status of what stood before the API and answered with %s', async (_, response) => {
    const fault = await Refusal.of(response);
    expect(await linesOf('en', fault)).toEqual(['The request failed (502). Try again.']);
    expect(await linesOf('zh', fault)).toEqual(['服务未说明原因（502），请重试。']);
  });
});
