import { type CssNode, OffsetToLocation, parse, type StyleSheet } from 'css-tree';
import { packageLimits } from '../limits.ts';
import type { Violation } from '../measures.ts';
import { isClosing, isOf, isOpening, tokensOf } from './tokens.ts';

export interface ReadStylesheet {
  /** Null if the CSS is unsafe to parse. */
  readonly stylesheet: StyleSheet | null;
  readonly violations: readonly Violation[];
}

/** Parses theme.css with positions. Counts the brackets first. */
export function readStylesheet(css: string): ReadStylesheet {
  const textViolations = violationsOfText(css);
  if (textViolations.some(({ isDeep }) => isDeep)) return { stylesheet: null, violations: textViolations };
  const violations: Violation[] = [...textViolations];
  const stylesheet = parse(css, {
    positions: true,
    parseCustomProperty: true,
    onParseError: ({ message, line, column }) => {
      violations.push({ what: message, where: place(line, column) });
    },
  });
  if (stylesheet.type !== 'StyleSheet') throw new Error('A stylesheet was parsed to something else.');
  return { stylesheet, violations };
}

/** `theme.css:12:3`. */
export const placeOf = ({ loc }: CssNode): string =>
  loc ? place(loc.start.line, loc.start.column) : 'theme.css';

const place = (line: number, column: number): string => `theme.css:${line}:${column}`;

/**
 * Returns what a parser would silently repair (unclosed blocks), what could crash it (deep nesting), and what could
 * hide a name from the checks or end a `<style>` element (escapes, markup).
 */
function violationsOfText(css: string): (Violation & { readonly isDeep: boolean })[] {
  const locations = new OffsetToLocation(css);
  const at = (offset: number) => {
    const { line, column } = locations.getLocation(offset);
    return place(line, column);
  };
  const violation = (what: string, offset: number, isDeep = false) => [{ what, where: at(offset), isDeep }];
  const refused = /\\|<[/!]/.exec(css);
  if (refused) return violation(refused[0] === '\\' ? 'an escape' : refused[0], refused.index);
  const open: number[] = [];
  for (const token of tokensOf(css)) {
    if (isOpening(token)) open.push(token.at);
    if (isClosing(token)) open.pop();
    if (open.length > packageLimits.nesting)
      return violation(`nested more than ${packageLimits.nesting} deep`, token.at, true);
    if (isOf(token, 'Comment') && !token.text.slice(2).endsWith('*/'))
      return violation('a comment that does not end', token.at);
  }
  const [first] = open;
  return first === undefined ? [] : violation('a bracket that is not closed', first);
}
