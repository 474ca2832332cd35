import { as, type Caller, someone } from '../../e2e/support/caller.ts';
import { sampleOf } from '../../support/scope.ts';
import { theBrowser } from './browser.ts';
import { type Manner, type Visit, visit } from './visit.ts';
import { type Language, languages } from './words.ts';

export interface Walk extends Visit {
  readonly language: Language;
  /** Of somebody new: nothing is used, bought or owed. */
  readonly account: string;
  /** The same person, who calls the API by hand. */
  readonly owner: Caller;
  /** The address of one of the account's pages. */
  at(path: string): string;
  /** Somebody else, or the same person again, in a browser profile of their own. */
  beside(manner: Omit<Manner, 'language'>): Promise<Visit>;
}

/**
 * For a file of journeys: each is made by somebody new, in every language in the full scope and else in one that is drawn, and
 * nothing goes wrong unseen.
 */
export function journeys() {
  const browser = theBrowser();
  return (
    title: string,
    walk: (walk: Walk) => Promise<void>,
    manner: Partial<Omit<Manner, 'language' | 'person'>> = {},
  ) =>
    it.each(sampleOf(languages, 1))(`${title}, in %s`, async (language) => {
      const account = someone();
      const person = { sub: account };
      const visits: Visit[] = [];
      const beside = async (other: Omit<Manner, 'language'>) => {
        const opened = await visit(browser(), { ...other, language });
        visits.push(opened);
        return opened;
      };
      const own = await beside({ ...manner, person });
      try {
        const at = (path: string) => `/accounts/${account}${path}`;
        await walk({ ...own, language, account, owner: await as(person), at, beside });
        expect(visits.flatMap(({ troubles }) => troubles)).toEqual([]);
      } finally {
        await Promise.all(visits.map(({ close }) => close()));
      }
    });
}
