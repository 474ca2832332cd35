import type { Element } from 'domhandler';
import type { Context } from './context.ts';
import {
  chainOf,
  classesOf,
  isDisabled,
  isFocusable,
  type PageDocument,
  parentOf,
  subtree,
} from './document.ts';
import type { Declared, Rule } from './rules.ts';
import type { Interaction, StateName, StateTarget } from './selectors.ts';
import { Style } from './style.ts';

/** The computed appearance of a page in one context, at rest and while an element is hovered, pressed or focused. */
export class Appearance {
  readonly page: PageDocument;
  readonly context: Context;
  readonly #rules: RuleIndex;
  readonly #targets: readonly StateTarget[];
  readonly #resting = new Map<Element, Style>();
  readonly #rest: Look;

  /** `rules` are those that apply in the context. */
  constructor(page: PageDocument, rules: readonly Rule[], context: Context) {
    this.page = page;
    this.context = context;
    this.#rules = new RuleIndex(rules);
    this.#targets = rules.flatMap(({ selector }) => selector.targets);
    this.#rest = {
      interaction: null,
      styleOf: (element) => this.#atRest(element),
      pseudo: this.#pseudoOf(null),
    };
  }

  atRest(): Look {
    return this.#rest;
  }

  /** Returns the page during an interaction with an element, and the elements that differ from the page at rest. */
  during(interaction: Interaction): Look & { readonly changed: readonly Element[] } {
    const scope = this.#scopeOf(interaction);
    const inside = scope ? subtree(scope) : [];
    const styles = new Map<Element, Style>(inside.map((each) => [each, this.#atRest(each)]));
    const styleOf = (element: Element): Style => styles.get(element) ?? this.#atRest(element);
    const changed = inside.filter((element) => {
      const parent = parentOf(element);
      const isMoved = parent !== null && styleOf(parent) !== this.#atRest(parent);
      const isOther = isMoved || this.#rules.differs(element, interaction);
      if (isOther) {
        const declared = this.#rules.declaredFor(element, null, interaction);
        styles.set(element, new Style(declared, parent && styleOf(parent), this.context));
      }
      return isOther;
    });
    return { interaction, changed, styleOf, pseudo: this.#pseudoOf(interaction, styleOf) };
  }

  /** Returns the elements with rules for hovering or pressing; for the focus, all focusable elements. */
  candidates(kind: StateName): readonly Element[] {
    const targets = this.#targets.filter(({ kinds }) => kinds.includes(kind));
    return this.page.elements.filter((element) => {
      if (isDisabled(element)) return false;
      if (kind === 'focus') return isFocusable(element);
      if (targets.some((target) => target.matches(element))) return true;
      return (
        isFocusable(element) &&
        chainOf(element).some((each) => targets.some((target) => target.matches(each)))
      );
    });
  }

  #atRest(element: Element): Style {
    const known = this.#resting.get(element);
    if (known) return known;
    const parent = parentOf(element);
    const declared = this.#rules.declaredFor(element, null, null);
    const style = new Style(declared, parent && this.#atRest(parent), this.context);
    this.#resting.set(element, style);
    return style;
  }

  #pseudoOf(interaction: Interaction | null, styleOf = (element: Element) => this.#atRest(element)) {
    const known = new Map<Element, Map<string, Style | null>>();
    return (element: Element, pseudo: string): Style | null => {
      const ofElement = known.get(element) ?? new Map<string, Style | null>();
      known.set(element, ofElement);
      const style = ofElement.get(pseudo);
      if (style !== undefined) return style;
      const declared = this.#rules.declaredFor(element, pseudo, interaction);
      const read = declared.size === 0 ? null : new Style(declared, styleOf(element), this.context);
      ofElement.set(pseudo, read);
      return read;
    };
  }

  /** Returns the outermost element that a state of this one can change. */
  #scopeOf({ kind, element }: Interaction): Element | null {
    const targets = this.#targets.filter(({ kinds }) => kinds.includes(kind));
    // Ancestors of a hovered or pressed element are hovered or pressed, too, but they do not have the focus.
    const chain = kind === 'focus' ? [element] : chainOf(element);
    return chain.find((each) => targets.some((target) => target.matches(each))) ?? null;
  }
}

/** A page in one state. */
export interface Look {
  readonly interaction: Interaction | null;
  styleOf(element: Element): Style;
  /** Returns the style of `::before`, `::after`, `::placeholder` …; null without rules for it. */
  pseudo(element: Element, name: string): Style | null;
}

/** An index of rules by what they can match, in the order of the cascade. */
class RuleIndex {
  readonly #byKey = new Map<string, Ranked[]>();
  readonly #byElement = new Map<Element, readonly Ranked[]>();

  constructor(rules: readonly Rule[]) {
    const ordered = rules.toSorted(
      (a, b) => a.rank - b.rank || a.selector.specificity - b.selector.specificity || a.order - b.order,
    );
    for (const [place, rule] of ordered.entries()) {
      const { key } = rule.selector;
      const list = this.#byKey.get(key) ?? [];
      this.#byKey.set(key, list);
      list.push({ rule, place });
    }
  }

  /** Whether other rules than at rest match an element or its pseudo-elements. */
  differs(element: Element, interaction: Interaction): boolean {
    return this.#candidates(element).some(
      ({ rule: { selector } }) =>
        selector.targets.length > 0 &&
        selector.matches(element, interaction) !== selector.matches(element, null),
    );
  }

  /** Returns the winning declaration per longhand. */
  declaredFor(
    element: Element,
    pseudo: string | null,
    interaction: Interaction | null,
  ): Map<string, Declared> {
    const winning = new Map<string, Declared>();
    for (const { rule } of this.#candidates(element))
      if (rule.selector.pseudoElement === pseudo && rule.selector.matches(element, interaction))
        for (const declared of rule.declarations) winning.set(declared.longhand, declared);
    return winning;
  }

  /** In the order of the cascade. */
  #candidates(element: Element): readonly Ranked[] {
    const known = this.#byElement.get(element);
    if (known) return known;
    const keys = ['*', element.name, ...classesOf(element).map((name) => `.${name}`)];
    const found = keys
      .flatMap((key) => this.#byKey.get(key) ?? [])
      .filter(({ rule: { selector } }) => selector.targets.length > 0 || selector.matches(element, null))
      .sort((a, b) => a.place - b.place);
    this.#byElement.set(element, found);
    return found;
  }
}

interface Ranked {
  readonly rule: Rule;
  /** The position among all rules: a later one wins. */
  readonly place: number;
}
