import type { Locator, Page } from 'playwright-core';

/** More than any page has between two things. */
const FAR = 80;

/** Whether it has the focus. */
export const hasFocus = async (thing: Locator): Promise<boolean> =>
  (await thing.and(thing.page().locator(':focus')).count()) > 0;

/** Goes there by Tab alone, and sees that the focus can be seen there. */
export async function tabTo(page: Page, thing: Locator): Promise<void> {
  await thing.waitFor();
  for (let step = 0; step < FAR; step += 1) {
    if (await hasFocus(thing)) {
      expect({ focus: `${thing}`, seen: await page.evaluate(SEEN) }).toEqual({
        focus: `${thing}`,
        seen: true,
      });
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${thing}.`);
}

/** Whether a ring or an outline shows where the focus is. */
const SEEN = `(() => {
  let focused = document.activeElement;
  while (focused.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  const style = getComputedStyle(focused);
  const hasOutline = style.outlineStyle !== 'none' && style.outlineWidth !== '0px';
  return focused.matches(':focus-visible') && (hasOutline || style.boxShadow !== 'none');
})()`;
