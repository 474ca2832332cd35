import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../bin/theme-audit/browser.ts';
import { violationsOf } from '../../bin/theme-audit/looking.ts';
import { as } from '../e2e/support/caller.ts';
import { drawnBy, isFull, sampleOf } from '../support/scope.ts';
import { addressOf, routes } from './support/routes.ts';
import { looker, ownThings, platform, thingsToSee } from './support/sample.ts';
import { HEIGHT, type Visit, visit } from './support/visit.ts';
import { languages } from './support/words.ts';

const PICTURES = join(import.meta.dirname, '../../.local/screenshots');
const widths = isFull ? [360, 1_280, 1_920] : [360, 1_280];
const manners = languages.flatMap((language) =>
  (['light', 'dark'] as const).map((scheme) => ({ language, scheme })),
);

/** How far the page can be scrolled sideways, in pixels. */
const SIDEWAYS = `(() => { scrollTo(9_999, 0); const far = scrollX; scrollTo(0, 0); return far; })()`;

let browser: Browser;
let things: Readonly<Record<string, string>>;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  browser = await openBrowser();
  things = await thingsToSee(await as(looker));
});
afterAll(() => browser.close());

describe.each(sampleOf(manners, 1))(`in $language and $scheme${drawnBy}`, ({ language, scheme }) => {
  const visits: Partial<Record<'account' | 'admin', Visit>> = {};
  beforeAll(async () => {
    visits.account = await visit(browser, { person: looker, language, scheme });
    visits.admin = await visit(browser, { person: platform, language, scheme });
  });
  afterAll(() => Promise.all(Object.values(visits).map(({ close }) => close())));

  it.each(routes.map((route) => [`${route.name}, ${language}, ${scheme}`, route] as const))(
    '%s: everybody can use it at every width, and nothing goes wrong unseen',
    async (_, route) => {
      const who = route.template.startsWith('/admin') ? 'admin' : 'account';
      const shown = visits[who] as Visit;
      await shown.open(addressOf(route, ownThings(route, things)));
      for (const width of widths) {
        await shown.page.setViewportSize({ width, height: HEIGHT });
        await shown.settled();
        if (width === 1_280 || (language === 'en' && scheme === 'light'))
          await shown.page.screenshot({
            path: join(PICTURES, `${route.name}-${language}-${scheme}-${width}.png`),
            fullPage: true,
          });
        expect({
          width,
          overflow: await shown.page.evaluate(SIDEWAYS),
          violations: await violationsOf(shown.page),
        }).toEqual({ width, overflow: 0, violations: [] });
      }
      expect(shown.troubles.splice(0)).toEqual([]);
    },
  );
});
