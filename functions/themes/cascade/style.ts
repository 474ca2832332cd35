import type { Color } from 'culori';
import type { Scheme } from '../manifest.ts';
import { readColour } from './colours.ts';
import type { Context } from './context.ts';
import { readLength } from './lengths.ts';
import { inherited, initials } from './properties.ts';
import type { Declared } from './rules.ts';
import { longhandText } from './shorthands.ts';
import { Unevaluable } from './unevaluable.ts';
import { withVariables } from './variables.ts';

/** What an element, or a pseudo-element, comes to look like: computed values, each when it is asked for. */
export class Style {
  readonly #declared: ReadonlyMap<string, Declared>;
  readonly #parent: Style | null;
  readonly #context: Context;
  readonly #texts = new Map<string, string>();
  readonly #variables = new Map<string, string | null>();
  #color: Color | undefined;
  #fontSize: number | undefined;

  /** `declared` holds what won the cascade, by longhand. */
  constructor(declared: ReadonlyMap<string, Declared>, parent: Style | null, context: Context) {
    this.#declared = declared;
    this.#parent = parent;
    this.#context = context;
  }

  /** What has won for a longhand, whoever it was inherited from. */
  declaration(longhand: string): Declared | undefined {
    const own = this.#declared.get(longhand);
    return own || !inherited.has(longhand) ? own : this.#parent?.declaration(longhand);
  }

  /** A longhand's value with each `var()` written out, and the words that every property knows resolved. */
  text(longhand: string): string {
    const known = this.#texts.get(longhand) ?? this.#textOf(longhand);
    this.#texts.set(longhand, known);
    return known;
  }

  /** Whether the element says it itself: not inherited, nor left as it is. */
  says(longhand: string): boolean {
    return this.#ownText(longhand) !== 'inherit';
  }

  color(): Color {
    this.#color ??= this.#inheritedOr('color', () => this.colour('color'));
    return this.#color;
  }

  colour(longhand: string): Color {
    const current = () => (longhand === 'color' ? (this.#parent?.color() ?? canvasText) : this.color());
    return readColour(this.text(longhand), { scheme: this.scheme(), current });
  }

  /** In CSS pixels. */
  fontSize(): number {
    this.#fontSize ??= this.#inheritedOr('font-size', () => this.#readFontSize(this.text('font-size')));
    return this.#fontSize;
  }

  weight(): number {
    const text = this.#inheritedText('font-weight');
    const parent = () => this.#parent?.weight() ?? 400;
    if (text === 'bolder') return parent() < 350 ? 400 : parent() < 550 ? 700 : 900;
    if (text === 'lighter') return parent() < 550 ? 100 : parent() < 750 ? 400 : 700;
    const weight = { normal: 400, bold: 700 }[text] ?? Number(text);
    if (Number.isNaN(weight)) throw new Unevaluable(`font-weight: ${text} cannot be measured`);
    return weight;
  }

  /** In font sizes. */
  lineHeight(): number {
    return this.#lineHeight() / this.fontSize();
  }

  /** In CSS pixels, or milliseconds. */
  length(longhand: string, text = this.text(longhand)): number {
    const word = { thin: 1, medium: 3, thick: 5 }[text.toLowerCase()];
    return word ?? readLength(text, this.#around(0));
  }

  /** Which of its schemes an element is painted in. */
  scheme(): Scheme {
    const words = this.text('color-scheme').toLowerCase().split(/\s+/);
    if (words.includes('light') && words.includes('dark')) return this.#context.scheme;
    return words.includes('dark') ? 'dark' : 'light';
  }

  /** A custom property's value; null when it has none, or refers to itself. */
  variable(name: string): string | null {
    const known = this.#variables.get(name);
    if (known !== undefined) return known;
    // Who asks again before there is an answer goes in a circle.
    this.#variables.set(name, null);
    const text = this.#declared.get(name)?.text;
    const value = text === undefined ? 'inherit' : withVariables(text, (other) => this.variable(other));
    const isInherited = value === 'inherit' || value === 'unset';
    const resolved = isInherited
      ? (this.#parent?.variable(name) ?? null)
      : value === 'initial'
        ? null
        : value;
    this.#variables.set(name, resolved);
    return resolved;
  }

  #textOf(longhand: string): string {
    const own = this.#ownText(longhand);
    if (own !== 'inherit') return own;
    return this.#parent?.text(longhand) ?? initials[longhand] ?? '';
  }

  /** `inherit` when the parent's value is taken. */
  #ownText(longhand: string): string {
    const declared = this.#declared.get(longhand);
    const written = declared && withVariables(declared.text, (name) => this.variable(name));
    const text = declared && written ? longhandText(declared.property, written, longhand) : 'unset';
    const word = text.toLowerCase();
    if (word === 'revert' || word === 'revert-layer')
      throw new Unevaluable(`${longhand}: ${word} cannot be measured`);
    if (word === 'initial') return initials[longhand] ?? '';
    if (word === 'unset') return inherited.has(longhand) ? 'inherit' : (initials[longhand] ?? '');
    return word === 'inherit' ? 'inherit' : text;
  }

  #inheritedOr<Value>(longhand: 'color' | 'font-size', read: () => Value): Value {
    if (this.#ownText(longhand) !== 'inherit' || !this.#parent) return read();
    return (longhand === 'color' ? this.#parent.color() : this.#parent.fontSize()) as Value;
  }

  #inheritedText(longhand: string): string {
    const own = this.#ownText(longhand);
    if (own !== 'inherit') return own.toLowerCase();
    return this.#parent ? this.#parent.#inheritedText(longhand) : (initials[longhand] ?? '');
  }

  #around(whole: number) {
    const rem = this.#parent ? this.#root().fontSize() : 16;
    return { em: this.fontSize(), rem, whole, width: this.#context.width };
  }

  #root(): Style {
    return this.#parent ? this.#parent.#root() : this;
  }

  #readFontSize(text: string): number {
    const parent = this.#parent?.fontSize() ?? 16;
    const word = text.toLowerCase();
    if (word === 'smaller') return parent / 1.2;
    if (word === 'larger') return parent * 1.2;
    const named = fontSizes[word];
    if (named !== undefined) return named;
    const rem = this.#parent ? this.#root().fontSize() : 16;
    return readLength(text, { em: parent, rem, whole: parent, width: this.#context.width });
  }

  /** In CSS pixels. A number is taken anew by each element that inherits it, a length is not. */
  #lineHeight(): number {
    const own = this.#ownText('line-height');
    if (own !== 'inherit') return this.#readLineHeight(own);
    const text = this.#inheritedText('line-height');
    const isNumber = text === 'normal' || /^[\d.]+$/.test(text);
    return isNumber || !this.#parent ? this.#readLineHeight(text) : this.#parent.#lineHeight();
  }

  #readLineHeight(text: string): number {
    if (text === 'normal') return NORMAL_LINE * this.fontSize();
    const value = readLength(text, this.#around(this.fontSize()));
    return /^[\d.]+$/.test(text) ? value * this.fontSize() : value;
  }
}

/** What browsers take for `line-height: normal` with most fonts. */
const NORMAL_LINE = 1.15;

const canvasText: Color = { mode: 'rgb', r: 0, g: 0, b: 0 };

const fontSizes: Readonly<Record<string, number>> = {
  'xx-small': 9,
  'x-small': 10,
  small: 13,
  medium: 16,
  large: 18,
  'x-large': 24,
  'xx-large': 32,
  'xxx-large': 48,
};
