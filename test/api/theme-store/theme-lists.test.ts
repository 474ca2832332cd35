import type { Theme } from '../../../functions/domain/theme-store/themes.ts';
import { accountNamed } from '../../support/grants.ts';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { expectProblem } from '../../support/problems.ts';
import { MIDMONTH, moveTo } from '../../support/service.ts';
import { fixed, publish } from '../../support/themes.ts';

let desk: TestStack;
let buyer: Client;
/** In the order in which they came on sale. */
const themes: Theme[] = [];

const COUNT = 34;
const priceOf = (index: number): number => 100 + ((index * 7) % COUNT) * 50;
const installsOf = (index: number): number => (index * 11) % 17;
/** Some have the same stars, of more people or fewer. */
const ratingOf = (index: number) => ({
  ratings: 1 + (index % 3),
  stars: (1 + (index % 3)) * (1 + (index % 5)),
});

beforeAll(async () => {
  desk = await openStack();
  moveTo(desk, MIDMONTH);
  buyer = await desk.as({ sub: someone() });
  for (let index = 0; index < COUNT; index += 1) {
    themes.push(await publish(desk, { price: fixed(priceOf(index)), name: `Theme ${index}` }));
    await new Promise((later) => setTimeout(later, 2));
  }
  await publish(desk, { price: fixed(100), isApproved: false });
  await countAll();
  await desk.drain();
});
afterAll(() => desk.stop());

/** Moves the figures as sales and ratings do, and nothing else: the lists have to hear of it by themselves. */
async function countAll(): Promise<void> {
  const { addThemeFigures } = await import('../../../functions/store/theme-store/theme-figures.ts');
  const { Transaction } = await import('../../../functions/store/table/transaction.ts');
  for (const [index, { themeId }] of themes.entries()) {
    const transaction = new Transaction();
    const moves = { installs: installsOf(index), ...ratingOf(index) };
    addThemeFigures(transaction, themeId, accountNamed(someone()), moves);
    await transaction.commit();
  }
}

interface Part {
  readonly items: readonly { readonly themeId: string; readonly name: string }[];
  readonly nextCursor: string | null;
}

/** All of a list, part by part. */
async function pages(query: string, limit: number): Promise<Part[]> {
  const parts: Part[] = [];
  let cursor = '';
  for (;;) {
    const { status, body } = await buyer.call<Part>(`GET /v1/themes?limit=${limit}${query}${cursor}`);
    expect(status).toBe(200);
    parts.push(body);
    if (body.nextCursor === null) return parts;
    cursor = `&cursor=${body.nextCursor}`;
  }
}

const namesIn = (parts: readonly Part[]): string[] =>
  parts.flatMap(({ items }) => items.map(({ name }) => name));
/** The greatest first; among equals the newest. */
const ranked = (rank: (index: number) => number): string[] =>
  [...themes.keys()].sort((a, b) => rank(b) - rank(a) || b - a).map((index) => `Theme ${index}`);

describe('the lists of themes', () => {
  it.each([
    ['newest', (index: number) => index],
    ['popular', installsOf],
    ['price', (index: number) => -priceOf(index)],
    [
      'rating',
      (index: number) => (ratingOf(index).stars / ratingOf(index).ratings) * 100 + ratingOf(index).ratings,
    ],
  ])('sorted by %s hold every theme on sale once, however they are read', async (sort, rank) => {
    for (const limit of [1, 7, 20, 34, 100]) {
      const parts = await pages(`&sort=${sort}`, limit);
      expect(namesIn(parts)).toEqual(ranked(rank));
      expect(parts.slice(0, -1).every(({ items }) => items.length === limit)).toBe(true);
    }
  });

  it('show what was bought and rated, without anybody asking for it', async () => {
    const { body } = await buyer.call('GET /v1/themes?sort=newest&limit=1');
    const last = COUNT - 1;
    const { ratings, stars } = ratingOf(last);
    expect(body.items[0]).toMatchObject({
      installs: installsOf(last),
      rating: { count: ratings, average: Math.round((stars / ratings) * 10) / 10 },
    });
  });

  it('by a tag hold those that bear it, until they do not', async () => {
    const tag = `t${process.pid}`;
    const chosen = themes.filter((_, index) => index % 6 === 0);
    for (const { themeId, creator, tags } of chosen) {
      const owner = await desk.as({ sub: creator });
      expect((await owner.call(`PATCH /v1/themes/${themeId}`, { tags: [...tags, tag] })).status).toBe(200);
    }
    const names = chosen.map(({ name }) => name).reverse();
    for (const limit of [1, 4, 100]) expect(namesIn(await pages(`&tag=${tag}`, limit))).toEqual(names);
    expect(namesIn(await pages('&tag=calm', 30))).toHaveLength(COUNT);
    const [{ themeId, creator } = { themeId: '', creator: '' }] = chosen;
    await (await desk.as({ sub: creator })).call(`PATCH /v1/themes/${themeId}`, { tags: ['calm'] });
    expect(namesIn(await pages(`&tag=${tag}`, 100))).toEqual(names.slice(0, -1));
    expect(namesIn(await pages('&tag=none', 100))).toEqual([]);
  });

  it('refuse sorts, tags and cursors that are none', async () => {
    const refused = async (query: string, path: string) =>
      expectProblem(await buyer.call(`GET /v1/themes?${query}`), 400, 'validation-failed', [path]);
    await refused('sort=oldest', 'sort');
    await refused('tag=A%20b', 'tag');
    await refused('cursor=%3F', 'cursor');
    await refused(`cursor=${Buffer.from('2027#thm_1').toString('base64url')}`, 'cursor');
  });

  it('follow figures that move while they are written', async () => {
    const { addThemeFigures } = await import('../../../functions/store/theme-store/theme-figures.ts');
    const { Transaction } = await import('../../../functions/store/table/transaction.ts');
    const theme = await publish(desk, { price: fixed(100), name: 'Bestseller' });
    const owner = await desk.as({ sub: theme.creator });
    const buy = () => {
      const transaction = new Transaction();
      addThemeFigures(transaction, theme.themeId, accountNamed(someone()), { installs: 1 });
      return transaction.commit();
    };
    const change = (amount: number) =>
      owner.call(`PATCH /v1/themes/${theme.themeId}`, { price: fixed(amount) });
    const done = await Promise.all([
      ...Array.from({ length: 60 }, buy),
      ...[200, 300, 400].map(change),
      desk.drain(),
    ]);
    expect(done.filter((one) => one === false)).toEqual([]);
    await desk.drain();
    const [first] = (await pages('&sort=popular', 1)).flatMap(({ items }) => items);
    const { body: current } = await buyer.call(`GET /v1/themes/${theme.themeId}`);
    expect(current).toMatchObject({ name: 'Bestseller', installs: 60 });
    // Each answer signs its links anew.
    const unsigned = (theme: unknown) => JSON.parse(JSON.stringify(theme).replaceAll(/\?X-Amz-[^"]*/g, ''));
    expect(unsigned(first)).toEqual(unsigned(current));
  });
});
