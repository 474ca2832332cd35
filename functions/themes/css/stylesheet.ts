import { type CssNode, ident, OffsetToLocation, parse, type StyleSheet } from 'css-tree';
import { packageLimits } from '../limits.ts';
import type { Fault } from '../measures.ts';
import { boundFaults } from './bounds.ts';
import { isClosing, isOf, isOpening, tokensOf } from './tokens.ts';

export interface ReadStylesheet {
  /** Null where a parser could not be let near it. */
  readonly stylesheet: StyleSheet | null;
  readonly faults: readonly Fault[];
}

/** Reads theme.css, with positions, down to the values of custom properties. */
export function readStylesheet(css: string): ReadStylesheet {
  const bracketFaults = faultsOfBrackets(css);
  if (bracketFaults.some(({ isDeep }) => isDeep)) return { stylesheet: null, faults: bracketFaults };
  const faults: Fault[] = [...bracketFaults];
  const stylesheet = parse(css, {
    positions: true,
    parseCustomProperty: true,
    onParseError: ({ message, line, column }) => {
      faults.push({ what: message, where: place(line, column) });
    },
  });
  if (stylesheet.type !== 'StyleSheet') throw new Error('A stylesheet was parsed to something else.');
  stylesheet.children = stylesheet.children.filter((node) => !isRefusedElsewhere(node));
  return { stylesheet, faults: [...faults, ...boundFaults(stylesheet)] };
}

/** Statements that the checks of safety find in the text, and that would leave the others nothing to measure. */
const isRefusedElsewhere = (node: CssNode): boolean =>
  node.type === 'Atrule' &&
  node.block === null &&
  ['import', 'charset', 'namespace'].includes(ident.decode(node.name).toLowerCase());

const place = (line: number, column: number): string => `theme.css:${line}:${column}`;

/** What a parser would mend in silence: open ends. And what it would not survive: endless nesting. */
function faultsOfBrackets(css: string): (Fault & { readonly isDeep: boolean })[] {
  const locations = new OffsetToLocation(css);
  const at = (offset: number) => {
    const { line, column } = locations.getLocation(offset);
    return place(line, column);
  };
  const open: number[] = [];
  for (const token of tokensOf(css)) {
    if (isOpening(token)) open.push(token.at);
    if (isClosing(token)) open.pop();
    if (open.length > packageLimits.nesting)
      return [{ what: `nested more than ${packageLimits.nesting} deep`, where: at(token.at), isDeep: true }];
    const isOpen = isOf(token, 'Comment') && !token.text.slice(2).endsWith('*/');
    if (isOpen) return [{ what: 'a comment that does not end', where: at(token.at), isDeep: false }];
  }
  const [first] = open;
  return first === undefined
    ? []
    : [{ what: 'a bracket that is not closed', where: at(first), isDeep: false }];
}
