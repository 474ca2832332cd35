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

/** How a page looks in one context, at rest and while somebody points at it, presses it or moves the focus. */
export class Appearance {
  readonly page: PageDocument;
  readonly context: Context;
  readonly #rules: RuleIndex;
  readonly #targets: readonly StateTarget[];
  readonly #resting = new Map<Element, Style>();
  readonly #rest: Look;

  /** `rules` are those that hold in the context. */
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

  /** How the page looks while an element is interacted with, and the elements that look otherwise than at rest. */
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

  /** The elements that something is said of while they are pointed at or pressed; for the focus, all that can have it. */
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

  /** The outermost element that a state of this one changes something about. */
  #scopeOf({ kind, element }: Interaction): Element | null {
    const targets = this.#targets.filter(({ kinds }) => kinds.includes(kind));
    // What is around an element is hovered and pressed with it, but does not have the focus.
    const chain = kind === 'focus' ? [element] : chainOf(element);
    return chain.find((each) => targets.some((target) => target.matches(each))) ?? null;
  }
}

/** A page as it looks in one moment. */
export interface Look {
  readonly interaction: Interaction | null;
  styleOf(element: Element): Style;
  /** The style of `::before`, `::after`, `::placeholder` …; null when nothing is said of it. */
  pseudo(element: Element, name: string): Style | null;
}

/** Rules by what they can match at all, in the order in which they win. */
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

  /** Whether an element, or what it generates, is matched by other rules than at rest. */
  differs(element: Element, interaction: Interaction): boolean {
    return this.#candidates(element).some(
      ({ rule: { selector } }) =>
        selector.targets.length > 0 &&
        selector.matches(element, interaction) !== selector.matches(element, null),
    );
  }

  /** What wins for each longhand. */
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

  /** In the order in which they win. */
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
  /** Among all rules: a later one wins. */
  readonly place: number;
}
