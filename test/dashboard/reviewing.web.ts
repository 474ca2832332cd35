import { as, someone } from '../e2e/support/caller.ts';
import { review, submit, verdictOn } from '../e2e/support/themes.ts';
import { packageOf, plainManifest } from '../support/theme-package.ts';
import { journeys } from './support/journey.ts';
import { platform } from './support/sample.ts';
import { filled } from './support/words.ts';

const journey = journeys();

journey(
  'a reviewer sees the theme at work, and what it is nearly the same as',
  async ({ beside, say, owner, account }) => {
    const maker = { account, owner };
    const original = await submit(maker);
    expect(await verdictOn(maker, original)).toEqual({ state: 'passed', failed: 0 });
    expect(await review(original.themeId, 'approve')).toBe('approved');
    const sub = someone();
    const copier = { account: sub, owner: await as({ sub }) };
    const copy = await submit(copier);
    const { light } = plainManifest.tokens;
    const colours = { ...light.colours, neutral: { ...light.colours.neutral, background: '#fffaf0' } };
    const manifest = { ...plainManifest, tokens: { ...plainManifest.tokens, light: { ...light, colours } } };
    const zip = Buffer.from(await packageOf({ manifest }));
    expect(await verdictOn(copier, copy, zip)).toEqual({ state: 'passed', failed: 0 });

    const { page, open } = await beside({ person: platform });
    await open('/admin/themes');
    const card = page.getByRole('article').filter({ hasText: sub });
    await card.getByText(say.admin.themes.alike.title).waitFor();
    const values = { name: 'Northern light', creator: account, rules: '100', tokens: '97' };
    await card.getByText(filled(say.admin.themes.alike.parts, values)).waitFor();
    for (const [scheme, background] of [
      ['light', 'rgb(255, 250, 240)'],
      ['dark', 'rgb(15, 20, 25)'],
    ] as const) {
      const title = filled(say.admin.themes.frames[scheme], { name: 'Northern light' });
      const frame = card.locator(`iframe[title="${title}"]`);
      await frame.scrollIntoViewIfNeeded();
      const button = frame.contentFrame().getByRole('button', { name: 'Duplicate' });
      await button.waitFor();
      expect(await frame.getAttribute('sandbox')).toBe('allow-same-origin');
      const painted = () =>
        button.evaluate((element) => getComputedStyle(element.ownerDocument.documentElement).backgroundColor);
      await expect(painted()).resolves.toBe(background);
    }
  },
);
