import type { Locator, Page } from 'playwright-core';

/** More than any page has between two things. */
const FAR = 80;

/** Whether it has the focus. */
export const hasFocus = (thing: Locator): Promise<boolean> =>
  thing.evaluate((element) => element === element.ownerDocument.activeElement);

/** Goes there by Tab alone, and sees that the focus can be seen there. */
export async function tabTo(page: Page, thing: Locator): Promise<void> {
  await thing.waitFor();
  for (let step = 0; step < FAR; step += 1) {
    if (await hasFocus(thing)) return expectVisibleFocus(thing);
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${thing}.`);
}

async function expectVisibleFocus(thing: Locator): Promise<void> {
  const shown = await thing.evaluate((element) => {
    const style = element.ownerDocument.defaultView?.getComputedStyle(element);
    const hasOutline = style !== undefined && style.outlineStyle !== 'none' && style.outlineWidth !== '0px';
    const hasRing = style !== undefined && style.boxShadow !== 'none';
    return element.matches(':focus-visible') && (hasOutline || hasRing);
  });
  expect({ focus: `${thing}`, shown }).toEqual({ focus: `${thing}`, shown: true });
}
