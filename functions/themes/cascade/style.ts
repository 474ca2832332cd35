import type { Color } from 'culori';
import type { Scheme } from '../manifest.ts';
import { readColour } from './colours.ts';
import type { Context } from './context.ts';
import { readLength } from './lengths.ts';
import { inherited, initials } from './properties.ts';
import type { Declared } from './rules.ts';

/** The style of an element or a pseudo-element. Values are computed on use. */
export class Style {
  readonly #declared: ReadonlyMap<string, Declared>;
  readonly #parent: Style | null;
  readonly #context: Context;
  #color: Color | undefined;
  #fontSize: number | undefined;

  /** `declared` has the winner of the cascade per longhand. */
  constructor(declared: ReadonlyMap<string, Declared>, parent: Style | null, context: Context) {
    this.#declared = declared;
    this.#parent = parent;
    this.#context = context;
  }

  /** Returns the winning declaration of a longhand, including an inherited one. */
  declaration(longhand: string): Declared | undefined {
    const own = this.#declared.get(longhand);
    return own || !inherited.has(longhand) ? own : this.#parent?.declaration(longhand);
  }

  /** Returns the value of a longhand, in lower case if it is a keyword. */
  text(longhand: string): string {
    const own = this.#own(longhand);
    return own ?? this.#parent?.text(longhand) ?? initials[longhand] ?? '';
  }

  color(): Color {
    this.#color ??= this.#own('color') === null && this.#parent ? this.#parent.color() : this.colour('color');
    return this.#color;
  }

  colour(longhand: string): Color {
    const current = () => (longhand === 'color' && this.#parent ? this.#parent.color() : this.color());
    return readColour(this.text(longhand), { scheme: this.scheme(), current });
  }

  /** In CSS pixels. */
  fontSize(): number {
    this.#fontSize ??= this.#newFontSize();
    return this.#fontSize;
  }

  weight(): number {
    const text = this.text('font-weight');
    return { normal: 400, bold: 700 }[text] ?? Number(text);
  }

  /** As a number, the only form that base styles and the format allow. */
  lineHeight(): number {
    const text = this.text('line-height');
    return text === 'normal' ? NORMAL_LINE : Number(text);
  }

  /** In CSS pixels, or milliseconds. */
  length(longhand: string, text = this.text(longhand)): number {
    const word = { thin: 1, medium: 3, thick: 5 }[text];
    return word ?? readLength(text, { em: this.fontSize(), rem: this.#rem(), width: this.#context.width });
  }

  scheme(): Scheme {
    return this.#context.scheme;
  }

  /** Null if the value is inherited. */
  #own(longhand: string): string | null {
    const text = this.#declared.get(longhand)?.text;
    if (text === undefined) return inherited.has(longhand) ? null : (initials[longhand] ?? '');
    const lower = text.toLowerCase();
    return lower === 'inherit' ? null : /^[a-z-]+$/.test(lower) ? lower : text;
  }

  #newFontSize(): number {
    const em = this.#parent?.fontSize() ?? 16;
    const own = this.#own('font-size');
    if (own === null) return em;
    return readLength(own, { em, rem: this.#parent ? this.#rem() : 16, width: this.#context.width });
  }

  #rem(): number {
    return this.#parent ? this.#parent.#rem() : this.fontSize();
  }
}

/** The value that browsers use for `line-height: normal` with most fonts. */
const NORMAL_LINE = 1.15;
