import { type CssNode, find, findAll } from 'css-tree';
import type { Check, Finding } from '../check.ts';
import { readMedia } from '../css/media.ts';
import { counted, many } from '../measures.ts';
import type { ThemePackage } from '../package.ts';

/** Widths in px between the smallest phone and a wide screen. Breakpoints outside of them have no effect. */
const NARROWEST = 240;
const WIDEST = 2_560;

/** A theme must support every screen size. */
export const responsive: Check<ThemePackage> = {
  id: 'responsive',
  title: 'The theme fits every width',
  required:
    `two breakpoints of width (media queries, ${counted(NARROWEST)}–${counted(WIDEST)} px) that change something, or one ` +
    'and sizes that flow: clamp(), min() or max() with vw or vi',
  measure: (theme) => {
    const breakpoints = new Set(widthsIn(theme).filter(isBetween));
    const fluid = fluidSizes(theme).length;
    const measured = `${many(breakpoints.size, 'breakpoint')}${listed(breakpoints)}, ${many(fluid, 'fluid size')}`;
    const passed = breakpoints.size >= 2 || (breakpoints.size === 1 && fluid > 0);
    return { passed, measured, where: passed ? null : 'theme.css' } satisfies Finding;
  },
};

/** Returns the widths in media queries that change layout; queries for reduced motion do not. */
const widthsIn = ({ stylesheet }: ThemePackage): number[] =>
  stylesheet.children.toArray().flatMap((node) => {
    const media = node.type === 'Atrule' && node.name === 'media' ? readMedia(node) : null;
    const changes = find(node, ({ type }) => type === 'Declaration') !== null;
    return media && changes && !media.asksForLessMotion ? media.widths : [];
  });

const isBetween = (width: number): boolean => width >= NARROWEST && width <= WIDEST;

const listed = (widths: ReadonlySet<number>): string =>
  widths.size === 0
    ? ''
    : ` (${[...widths]
        .sort((a, b) => a - b)
        .slice(0, 6)
        .map((width) => `${width} px`)
        .join(', ')})`;

const fluidFunctions = new Set(['clamp', 'min', 'max']);
const fluidUnits = new Set(['vw', 'vi']);

const fluidSizes = ({ stylesheet }: ThemePackage): CssNode[] =>
  findAll(
    stylesheet,
    (node) => node.type === 'Function' && fluidFunctions.has(node.name.toLowerCase()),
  ).filter((size) => find(size, isFluid) !== null);

const isFluid = (node: CssNode): boolean =>
  node.type === 'Dimension' && fluidUnits.has(node.unit.toLowerCase());
