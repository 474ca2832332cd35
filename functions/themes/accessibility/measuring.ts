import type { Element } from 'domhandler';
import type { Appearance, Look } from '../cascade/appearance.ts';
import { chainOf, nameOf } from '../cascade/document.ts';
import type { Declared } from '../cascade/rules.ts';
import type { StateName } from '../cascade/selectors.ts';
import type { Style } from '../cascade/style.ts';
import { type ThemePage, themePage } from '../cascade/theme-page.ts';
import { Unevaluable } from '../cascade/unevaluable.ts';
import type { Finding } from '../check.ts';
import type { ThemePackage } from '../package.ts';

/** A measured value of an element in one state. Passes if it is at least the required value. */
export interface Measure {
  readonly value: number;
  readonly required: number;
  where(): string;
}

/** An element to measure, in one state. */
export interface Subject {
  readonly appearance: Appearance;
  readonly look: Look;
  readonly element: Element;
}

/** Takes all measures of a theme and reports the worst. A value that cannot be evaluated fails, with the reason. */
export function worst(
  theme: ThemePackage,
  measuresOf: (page: ThemePage) => Iterable<Measure>,
  written: (value: number) => string,
): Finding {
  return told(() => {
    let found: Measure | undefined;
    for (const measure of measuresOf(themePage(theme)))
      if (!found || measure.value / measure.required < found.value / found.required) found = measure;
    if (!found) return { passed: true, measured: 'nothing to measure', where: null };
    return { passed: found.value >= found.required, measured: written(found.value), where: found.where() };
  });
}

export function told(measure: () => Finding): Finding {
  try {
    return measure();
  } catch (error) {
    if (error instanceof Unevaluable)
      return { passed: false, measured: `cannot be told: ${error.message}`, where: null };
    throw error;
  }
}

/** Formats a ratio, rounded down, so that a failing value never looks like a passing one. */
export const ratio = (value: number): string => `${(Math.floor(value * 100) / 100).toFixed(2)}:1`;

const states = ['hover', 'focus', 'active'] as const;
const moments = new WeakMap<Appearance, readonly Subject[]>();

/** Maximum elements that states may change on a page. A typical theme changes about two hundred. */
const MOST_CHANGED = 1_500;

/** Returns every visible element, at rest and in each state that changes it. */
export function everyMoment(appearance: Appearance): readonly Subject[] {
  const known = moments.get(appearance);
  if (known) return known;
  const found = atRest(appearance);
  const most = found.length + MOST_CHANGED;
  for (const kind of states)
    for (const element of appearance.candidates(kind)) {
      found.push(...during(appearance, kind, element));
      if (found.length > most) throw new Unevaluable(`:${kind} and other states change too much of the page`);
    }
  moments.set(appearance, found);
  return found;
}

/** Returns every visible element at rest. */
export function atRest(appearance: Appearance): Subject[] {
  const look = appearance.atRest();
  return shownOf(appearance, look, appearance.page.elements);
}

function during(appearance: Appearance, kind: StateName, element: Element): Subject[] {
  const look = appearance.during({ kind, element });
  return isShown(look, element) ? shownOf(appearance, look, look.changed) : [];
}

const shownOf = (appearance: Appearance, look: Look, elements: readonly Element[]): Subject[] =>
  elements.filter((element) => isShown(look, element)).map((element) => ({ appearance, look, element }));

export const isShown = (look: Look, element: Element): boolean =>
  chainOf(element).every((each) => look.styleOf(each).text('display') !== 'none');

/** Formats a place: `dark, up to 599 px: .rd-button:hover, theme.css:12:3`. */
export function placed(
  { appearance, look, element }: Subject,
  pseudo: string,
  declared: readonly (Declared | undefined)[],
): string {
  const { scheme, system, width } = appearance.context;
  const { interaction } = look;
  const state = interaction ? `:${interaction.kind === 'focus' ? 'focus-visible' : interaction.kind}` : '';
  const isWithin = interaction && interaction.element !== element;
  const name = isWithin
    ? `${nameOf(interaction.element)}${state} ${nameOf(element)}`
    : `${nameOf(element)}${state}`;
  const on = system === scheme ? '' : ` on a ${system} system`;
  return `${scheme}${on}, ${width} px: ${name}${pseudo}${sourceOf(declared)}`;
}

function sourceOf(declared: readonly (Declared | undefined)[]): string {
  const written = declared.find((each) => each?.file === 'theme.css');
  if (written) return `, theme.css:${written.line}:${written.column}`;
  const tokens = declared.flatMap((each) => each?.written.match(/--[\w-]+/)?.[0] ?? []);
  return tokens.length > 0 ? `, ${[...new Set(tokens)].join(' on ')}` : '';
}

/** Runs a measure of one element. Names the element if it cannot be evaluated. */
export function of<Value>(subject: Subject, pseudo: string, measure: () => Value): Value {
  try {
    return measure();
  } catch (error) {
    if (!(error instanceof Unevaluable)) throw error;
    throw new Unevaluable(`${error.message} (${placed(subject, pseudo, [])})`);
  }
}

/** Returns the nearest declaration of a background, from the element up to the page. */
export function backgroundOf(look: Look, element: Element, own?: Style): Declared | undefined {
  const styles = chainOf(element)
    .toReversed()
    .map((each) => look.styleOf(each));
  for (const style of [...(own ? [own] : []), ...styles]) {
    if (style.text('background-image') !== 'none') return style.declaration('background-image');
    if (style.text('background-color') !== 'transparent') return style.declaration('background-color');
  }
  return undefined;
}
