import type { Appearance } from '../cascade/appearance.ts';
import type { Style } from '../cascade/style.ts';
import { themePage } from '../cascade/theme-page.ts';
import type { Finding } from '../check.ts';
import type { ThemePackage } from '../package.ts';
import { everyMoment, of, placed, told } from './measuring.ts';

/** In milliseconds. Up to this, motion counts as none: themes use 0.01ms to keep transition events. */
const AT_ONCE = 1;

/**
 * With reduced motion nothing moves (WCAG 2.1, SC 2.3.3 Animation from Interactions; technique C39). Measured on the
 * resulting page, so it does not matter which rule ends the motion.
 */
export function stillMoving(theme: ThemePackage): Finding {
  return told(() => {
    const found = themePage(theme).still.flatMap((appearance) => [...movingIn(appearance)]);
    const [first] = found;
    const elements = new Set(found.map(({ element }) => element)).size;
    const measured = `${elements} elements still move`;
    return { passed: elements === 0, measured, where: first?.where ?? null };
  });
}

function* movingIn(appearance: Appearance) {
  for (const subject of everyMoment(appearance)) {
    const style = subject.look.styleOf(subject.element);
    const moving = of(subject, '', () => motionOf(style));
    if (moving) yield { element: subject.element, where: placed(subject, '', [style.declaration(moving)]) };
  }
}

/** Returns the longhand property that causes motion. */
function motionOf(style: Style): string | null {
  if (style.text('animation-name') !== 'none' && lasts(style, 'animation-duration'))
    return 'animation-duration';
  if (style.text('transition-property') !== 'none' && lasts(style, 'transition-duration'))
    return 'transition-duration';
  return null;
}

const lasts = (style: Style, longhand: string): boolean =>
  style
    .text(longhand)
    .split(',')
    .some((each) => style.length(longhand, each.trim()) > AT_ONCE);
