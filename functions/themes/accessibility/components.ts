import type { Element } from 'domhandler';
import { contrast, type Rgba, shown } from '../cascade/colours.ts';
import { classesOf, isDisabled, parentOf } from '../cascade/document.ts';
import { fills, painted, surroundings } from '../cascade/painting.ts';
import type { Style } from '../cascade/style.ts';
import type { ThemePage } from '../cascade/theme-page.ts';
import { everyMoment, type Measure, of, placed, type Subject } from './measuring.ts';

/**
 * WCAG 2.1, SC 1.4.11 Non-text Contrast: 3:1 for the visible parts that identify a control. Filled buttons are
 * identified by their text, which SC 1.4.3 covers; outlined ones are measured here.
 */
export function* componentContrasts({ appearances }: ThemePage): Iterable<Measure> {
  for (const appearance of appearances)
    for (const subject of everyMoment(appearance)) {
      if (isDisabled(subject.element)) continue;
      const classes = classesOf(subject.element);
      const measure = classes.map((name) => parts[name]).find((each) => each !== undefined);
      if (!measure) continue;
      for (const { pseudo, value, property } of of(subject, '', () => measure(subject))) {
        const declared = () => subject.look.styleOf(subject.element).declaration(property);
        yield { value, required: 3, where: () => placed(subject, pseudo, [declared()]) };
      }
    }
}

interface Part {
  readonly pseudo: string;
  readonly property: string;
  readonly value: number;
}

const control = (subject: Subject): Part[] => [
  { pseudo: '', property: 'border-bottom-color', value: visibility(subject) },
];

/** The selected tab must be visible. The others are identified by their text. */
const tab = (subject: Subject): Part[] =>
  subject.element.attribs['aria-selected'] === 'true' ? control(subject) : [];

const choice = (subject: Subject): Part[] => [...control(subject), ...mark(subject)];

const parts: Readonly<Record<string, (subject: Subject) => Part[]>> = {
  'rd-input': control,
  'rd-textarea': control,
  'rd-select__control': control,
  'rd-button--outlined': control,
  'rd-checkbox': choice,
  'rd-radio': choice,
  'rd-tab': tab,
  'rd-progress__bar': bar,
  'rd-meter__bar': bar,
};

/** Returns the contrast of a control's border or filling, whichever is higher. */
function visibility({ look, element }: Subject): number {
  const around = surroundings(look, element);
  const style = look.styleOf(element);
  const edges = bordersOf(style).flatMap(({ colour }) => {
    const seen = painted(look, element, colour, 'fill');
    return [worstPair(seen, around)];
  });
  return Math.max(worstPair(fills(look, element), around), ...edges);
}

export interface Border {
  readonly side: string;
  readonly width: number;
  readonly colour: Rgba;
}

/** Returns the visible borders of an element. */
export const bordersOf = (style: Style): Border[] =>
  ['top', 'right', 'bottom', 'left'].flatMap((side) => {
    const isDrawn = !/^(none|hidden)$/.test(style.text(`border-${side}-style`));
    const width = isDrawn ? style.length(`border-${side}-width`) : 0;
    return width > 0 ? [{ side, width, colour: shown(style.colour(`border-${side}-color`)) }] : [];
  });

/** Returns the mark of a selected control and its background. Without a mark the filling counts. */
function mark({ look, element }: Subject): Part[] {
  if (element.attribs.checked === undefined) return [];
  const style = look.pseudo(element, 'before') ?? look.pseudo(element, 'after');
  const hasMark = style && style.text('content') !== 'none' && style.text('display') !== 'none';
  const behind = fills(look, element);
  const marked = hasMark ? worstPair(fills(look, element, style), behind) : 0;
  const filled = parentOf(element) ? worstPair(behind, surroundings(look, element)) : 0;
  return [{ pseudo: '::before', property: 'background-color', value: hasMark ? marked : filled }];
}

function bar({ look, element }: Subject): Part[] {
  return [
    {
      pseudo: '',
      property: 'background-color',
      value: worstPair(fills(look, element), trackOf(look, element)),
    },
  ];
}

const trackOf = (look: Subject['look'], element: Element): Rgba[] => surroundings(look, element);

export const worstPair = (fronts: readonly Rgba[], backs: readonly Rgba[]): number =>
  Math.min(...fronts.flatMap((front) => backs.map((back) => contrast(front, back))));
