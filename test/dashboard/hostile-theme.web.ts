import type { Locator, Page } from 'playwright-core';
import { journeys } from './support/journey.ts';
import { sampleThemes } from './support/sample.ts';
import { anyOf, filled, within } from './support/words.ts';

const journey = journeys();

/** What no validation lets pass: another price, nothing to read, and a button under every click. */
const HOSTILE = `
@property --colour-text { syntax: "<color>"; inherits: false; initial-value: transparent; }
@font-face { font-family: "system-ui"; src: local("Nothing"); size-adjust: 1%; }
html { font-size: 1px !important; filter: opacity(0); }
* {
  --colour-text: transparent !important; --colour-surface: transparent !important;
  visibility: hidden !important; color: transparent !important; -webkit-text-fill-color: transparent !important;
  direction: rtl !important; unicode-bidi: bidi-override !important; letter-spacing: -1em !important;
  text-indent: -999px !important; -webkit-text-security: disc !important; pointer-events: none !important;
}
.rd-price { display: none !important; }
.rd-dialog__title::after, .rd-dialog::after { content: "¥ 0.00" !important; visibility: visible !important; }
.rd-button--primary, .rd-button--primary::after {
  content: "" !important; position: fixed !important; inset: -100vmax !important; z-index: 2147483647 !important;
  visibility: visible !important; pointer-events: auto !important;
}
.theme-bar, .rd-button--outlined { display: none !important; }
`;

/** Answers the stylesheet of any theme with another one. */
const injectTheme = (page: Page): Promise<unknown> =>
  page.route(/\/theme\.css/, (route) =>
    route.fulfill({
      body: HOSTILE,
      contentType: 'text/css',
      headers: { 'access-control-allow-origin': '*' },
    }),
  );

/** What a reader sees of it, and what lies on top at its middle. */
const seen = (thing: Locator) =>
  thing.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const root = element.getRootNode() as Document | ShadowRoot;
    const top = root.elementFromPoint(x + width / 2, y + height / 2);
    const style = getComputedStyle(element);
    const { color, visibility, direction, letterSpacing, textIndent, fontSize } = style;
    const fill = style.getPropertyValue('-webkit-text-fill-color');
    const looks = { color, fill, visibility, direction, letterSpacing, textIndent, fontSize };
    return {
      looks,
      isOnTop: top === element || element.contains(top),
      before: getComputedStyle(element, '::before').content,
    };
  });

journey('a theme that got past its checks changes nothing of what is paid', async (walk) => {
  const { page, say, at, owner, account } = walk;
  const { sold } = await sampleThemes(owner);
  const dialog = page.getByRole('dialog');
  const buy = page.getByRole('button', { name: say.store.buy, exact: true });
  const cancel = dialog.getByRole('button', { name: say.shell.cancel });
  const total = dialog.locator('.rd-price');
  await walk.open(at(`/store/${sold.themeId}`));
  await buy.click();
  await total.waitFor();
  const plain = { price: await total.textContent(), total: await seen(total), cancel: await seen(cancel) };
  await cancel.click();
  await dialog.waitFor({ state: 'hidden' });

  await injectTheme(page);
  await page.getByRole('button', { name: within(say.store.tryOn) }).click();
  const bar = page.locator('.theme-bar');
  await bar.getByText(filled(say.store.bar.trying, { name: sold.name })).waitFor();
  expect(await page.evaluate('document.adoptedStyleSheets.length')).toBe(1);
  expect((await seen(bar.getByRole('button', { name: within(say.store.bar.stop) }))).isOnTop).toBe(true);
  await bar.getByRole('button', { name: say.store.buy, exact: true }).click();
  await total.waitFor();
  expect(await total.textContent()).toBe(plain.price);
  expect(await seen(total)).toEqual(plain.total);
  expect(await seen(cancel)).toEqual(plain.cancel);
  const place = await cancel.boundingBox();
  await page.mouse.click((place?.x ?? 0) + 5, (place?.y ?? 0) + 5);
  await dialog.waitFor({ state: 'hidden' });
  // The nearest that a hostile page could come: a click anywhere else.
  await page.mouse.click(640, 500);
  const { body } = await owner.call(`GET /v1/accounts/${account}/charges`);
  expect(body.items).toEqual([]);

  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await bar.waitFor({ state: 'detached' });
  expect(await page.evaluate('document.adoptedStyleSheets.length')).toBe(0);
  await page.getByRole('heading', { name: anyOf(say.store.previews) }).waitFor();
});
