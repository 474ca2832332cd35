import { allChecks } from '../../functions/themes/validate.ts';
import { checks as words } from '../../web/src/language/zh/checks.ts';

/** Every figure that a text names, `1.4.3` and `50,000` alike. */
const figuresIn = (text = '') => (text.match(/(?<![\w.,])\d[\d.,:×]*(?<![.,:])/g) ?? []).sort();

describe('what the dashboard says in Chinese of what a theme is held to', () => {
  const titles: Readonly<Record<string, string>> = words.titles;
  const requirements: Readonly<Record<string, string>> = words.requirements;

  it.each(allChecks)('has words for $id, with the figures of the API', ({ id, required }) => {
    expect(titles[id]).toMatch(/\p{Script=Han}/u);
    expect(requirements[id]).toMatch(/\p{Script=Han}/u);
    expect(figuresIn(requirements[id])).toEqual(figuresIn(required));
  });
});
