import { type Figure, layoutShift, measureLoad } from '../../bin/dashboard/figures.ts';
import { as } from '../e2e/support/caller.ts';
import { baseUrl } from '../e2e/support/target.ts';
import { isFull } from '../support/scope.ts';
import { theBrowser } from './support/browser.ts';
import { hold } from './support/hold.ts';
import { addressOf, routes } from './support/routes.ts';
import { looker, ownThings, platform, sampleThemes, thingsToSee } from './support/sample.ts';
import { visit } from './support/visit.ts';

const browser = theBrowser();

it('the first page is light, and there within a second', async () => {
  // The desk checks its sample themes until then, for seconds.
  await sampleThemes(await as(looker));
  hold(await measureLoad(browser(), baseUrl));
});

it('nothing moves on any page while it loads', async () => {
  const things = await thingsToSee(await as(looker));
  const shifts: Figure[] = [];
  for (const width of isFull ? [360, 1_280] : [360])
    for (const route of routes) {
      const person = route.template.startsWith('/admin') ? platform : looker;
      const shown = await visit(browser(), { person, width });
      await shown.open(addressOf(route, ownThings(route, things)));
      await shown.page.waitForTimeout(500);
      const value = await layoutShift(shown.page);
      shifts.push({ name: `layout shift of ${route.name} at ${width} px`, value, unit: '', atMost: 0.01 });
      await shown.close();
    }
  const most = Math.max(...shifts.map(({ value }) => value));
  hold([
    ...shifts.filter(({ value, atMost }) => value > atMost),
    { name: 'layout shift, at most of all pages', value: most, unit: '', atMost: 0.01 },
  ]);
}, 300_000);
