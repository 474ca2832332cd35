import type { Element } from 'domhandler';
import { contrast } from '../cascade/colours.ts';
import { isDisabled, ownText } from '../cascade/document.ts';
import { textPairs } from '../cascade/painting.ts';
import type { Style } from '../cascade/style.ts';
import type { ThemePage } from '../cascade/theme-page.ts';
import { atRest, backgroundOf, everyMoment, type Measure, of, placed, type Subject } from './measuring.ts';

/** A visible text, of an element or a pseudo-element. */
interface Shown {
  readonly subject: Subject;
  readonly pseudo: string;
  readonly style: Style;
}

/** WCAG 2.1, SC 1.4.3 Contrast (Minimum): 4.5:1, and 3:1 for large text. Text of disabled elements is exempt. */
export function* textContrasts({ appearances }: ThemePage): Iterable<Measure> {
  for (const appearance of appearances)
    for (const { subject, pseudo, style } of textsIn(everyMoment(appearance))) {
      const { look, element } = subject;
      if (isDisabled(element)) continue;
      const value = of(subject, pseudo, () => {
        const pairs = textPairs(look, element, pseudo ? style : undefined);
        return Math.min(...pairs.map(({ front, back }) => contrast(front, back)));
      });
      const required = of(subject, pseudo, () => (isLarge(style) ? 3 : 4.5));
      const background = () => backgroundOf(look, element, pseudo ? style : undefined);
      yield {
        value,
        required,
        where: () => placed(subject, pseudo, [style.declaration('color'), background()]),
      };
    }
}

/** In CSS pixels. Text below 12 px is hard to read on most screens. */
export function* textSizes({ appearances }: ThemePage): Iterable<Measure> {
  for (const appearance of appearances)
    for (const { subject, pseudo, style } of textsIn(everyMoment(appearance))) {
      const value = of(subject, pseudo, () => style.fontSize());
      yield { value, required: 12, where: () => placed(subject, pseudo, [style.declaration('font-size')]) };
    }
}

/**
 * In multiples of the font size, for running text. WCAG 2.1, SC 1.4.12 Text Spacing, requires that pages support 1.5; a
 * theme must start from at least 1.4.
 */
export function* lineHeights({ appearances }: ThemePage): Iterable<Measure> {
  for (const appearance of appearances)
    for (const { subject, pseudo, style } of textsIn(atRest(appearance))) {
      if (pseudo || !isRunning(subject.element)) continue;
      const value = of(subject, pseudo, () => style.lineHeight());
      yield { value, required: 1.4, where: () => placed(subject, '', [style.declaration('line-height')]) };
    }
}

const running = new Set(['p', 'li', 'td', 'dd', 'div', 'textarea', 'small', 'strong', 'pre']);
const isRunning = ({ name }: Element): boolean => running.has(name);

/** WCAG's 18 point, or 14 point if bold, in CSS pixels. */
const isLarge = (style: Style): boolean =>
  style.fontSize() >= 24 || (style.fontSize() >= (14 * 96) / 72 && style.weight() >= 700);

function* textsIn(subjects: Iterable<Subject>): Iterable<Shown> {
  for (const subject of subjects) {
    const { look, element } = subject;
    if (ownText(element)) yield { subject, pseudo: '', style: look.styleOf(element) };
    for (const name of ['before', 'after']) {
      const style = look.pseudo(element, name);
      if (style && showsText(style)) yield { subject, pseudo: `::${name}`, style };
    }
    const hasPlaceholder = element.attribs.placeholder !== undefined && !element.attribs.value;
    const placeholder = hasPlaceholder ? look.pseudo(element, 'placeholder') : null;
    if (placeholder) yield { subject, pseudo: '::placeholder', style: placeholder };
  }
}

const showsText = (style: Style): boolean =>
  style.text('display') !== 'none' &&
  !/^(none|normal|(""|'')(\s*\/.*)?|url\(.*\))$/.test(style.text('content').trim());
