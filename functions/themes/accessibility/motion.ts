import type { Appearance } from '../cascade/appearance.ts';
import type { Style } from '../cascade/style.ts';
import { themePage } from '../cascade/theme-page.ts';
import type { Finding } from '../check.ts';
import type { ThemePackage } from '../package.ts';
import { everyMoment, of, placed, told } from './measuring.ts';

/** After so many milliseconds at most something is taken as not moving: themes write 0.01ms to have events still come. */
const AT_ONCE = 1;

/**
 * For who asks for less motion, nothing moves (WCAG 2.1, SC 2.3.3 Animation from Interactions; technique C39). Counted
 * on the page as it comes out, so that it does not matter who ends the motion, only whether it ends.
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

/** The longhand by which something moves. */
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
