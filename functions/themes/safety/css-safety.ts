import { type CssNode, type Declaration, findAll, ident } from 'css-tree';
import type { Check } from '../check.ts';
import { targetOf } from '../css/addresses.ts';
import { referencesOf } from '../css/references.ts';
import { placeOf } from '../css/rules.ts';
import { type CssSource, cssSources, tokenSources } from '../css/sources.ts';
import { isClosing, isOf, isOpening, nameOf, type Token, tokensOf } from '../css/tokens.ts';
import { type Fault, findingOf, shown } from '../measures.ts';
import type { ThemePackage } from '../package.ts';

/** What the stylesheet can do beyond restyling. */
export const cssSafe: Check<ThemePackage> = {
  id: 'css-safe',
  title: 'Styles only style',
  required:
    'no code (expression, behavior, -moz-binding), no markup (</, <!), no at-rules but those of the format, no ' +
    'position: fixed, no token that is more than a value',
  measure: (theme) =>
    findingOf(
      [
        ...cssSources(theme).flatMap(sourceFaults),
        ...findAll(theme.stylesheet, (node) => node.type === 'Declaration').flatMap(declarationFaults),
        ...tokenSources(theme.manifest).flatMap(valueFaults),
      ],
      'nothing but styles',
    ),
};

/** At-rules that style. @import is refused by no-remote-resources. */
const atRules = new Set([
  'media',
  'container',
  'supports',
  'layer',
  'keyframes',
  'font-face',
  'property',
  'import',
]);
const code = new Set(['expression', 'paint', '-moz-element', 'element']);

function sourceFaults({ css, place }: CssSource): Fault[] {
  const found = (what: string, at: number): Fault => ({ what: shown(what), where: place(at) });
  const tokens = tokensOf(css).flatMap((token) => {
    if (isOf(token, 'AtKeyword') && !atRules.has(nameOf(token)))
      return [found(`@${nameOf(token)}`, token.at)];
    if (isOf(token, 'Function') && code.has(nameOf(token))) return [found(`${nameOf(token)}()`, token.at)];
    return [];
  });
  const schemes = referencesOf(css).flatMap(({ address, at }) => {
    const target = address === null ? null : targetOf(address);
    return target?.kind === 'scheme' ? [found(`an address of ${target.scheme}`, at)] : [];
  });
  // Where a page holds the stylesheet in a <style>, these would end it.
  const markup = [...css.matchAll(/<[/!]/g)].map(({ 0: text, index }) => found(text, index));
  return [...tokens, ...schemes, ...markup];
}

const foreign = new Set(['behavior', '-ms-behavior', '-moz-binding']);

function declarationFaults(node: CssNode): Fault[] {
  if (node.type !== 'Declaration') return [];
  const property = ident.decode(node.property).toLowerCase();
  if (foreign.has(property)) return [{ what: property, where: placeOf(node) }];
  return property === 'position' && leavesItsPlace(node)
    ? [{ what: 'position: fixed', where: placeOf(node) }]
    : [];
}

/** Over the page, a component could pass for something that the page says. What is computed could come to fixed. */
const leavesItsPlace = ({ value }: Declaration): boolean =>
  findAll(
    value,
    (node) =>
      node.type === 'Raw' ||
      node.type === 'Function' ||
      (node.type === 'Identifier' && ident.decode(node.name).toLowerCase() === 'fixed'),
  ).length > 0;

/** What ends a declaration or a value, or does not end itself. */
function valueFaults({ css, place }: CssSource): Fault[] {
  const open: Token[] = [];
  const fault = (what: string, at: number): Fault[] => [{ what: shown(what), where: place(at) }];
  for (const token of tokensOf(css)) {
    if (isOf(token, ...ending) || token.text === '!' || token.text.includes('\\'))
      return fault(token.text, token.at);
    if (isOf(token, 'String') && (token.text.length < 2 || !token.text.endsWith(token.text.charAt(0))))
      return fault('a string that does not end', token.at);
    if (isOpening(token)) open.push(token);
    if (isClosing(token) && !open.pop()) return fault(token.text, token.at);
  }
  return open[0] ? fault('a bracket that is not closed', open[0].at) : [];
}

const ending = [
  'Semicolon',
  'LeftCurlyBracket',
  'RightCurlyBracket',
  'Comment',
  'BadString',
  'BadUrl',
  'CDO',
  'CDC',
  'AtKeyword',
] as const;
