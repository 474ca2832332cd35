import type { Check } from '../check.ts';
import { targetOf } from '../css/addresses.ts';
import { isOf, nameOf, tokensOf } from '../css/tokens.ts';
import { findingOf, many, shown, type Violation } from '../measures.ts';
import type { ThemePackage } from '../package.ts';
import { type Drawing, type DrawnElement, ofDrawings } from './drawings.ts';

/**
 * SVG is a document that can run scripts when it is opened directly, so only drawing elements are permitted.
 * https://www.w3.org/TR/SVG2/eltindex.html
 */
export const svgSafe: Check<ThemePackage> = {
  id: 'svg-safe',
  title: 'SVG files only draw',
  required:
    'well-formed XML of drawing elements alone: no scripts, no foreign content, no on… attributes, no DOCTYPE, no ' +
    'animation, no use of a use',
  measure: ({ files }) => {
    const count = [...files.keys()].filter((path) => path.endsWith('.svg')).length;
    return findingOf(ofDrawings(files, violationsOf), many(count, 'SVG file'));
  },
};

const SVG = 'http://www.w3.org/2000/svg';

const drawing = new Set(
  (
    'svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title desc style ' +
    'linearGradient radialGradient stop pattern clipPath mask marker image switch view metadata filter ' +
    'feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap ' +
    'feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode ' +
    'feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence'
  ).split(' '),
);

function violationsOf(file: Drawing): Violation[] {
  const { path, elements, addresses, styles, oddities } = file;
  const root = elements[0];
  const violations = [
    ...oddities,
    ...(root && root.name !== 'svg' ? [{ what: `begins with <${root.name}>`, line: root.line }] : []),
    ...elements.flatMap((element) => [...elementViolations(element), ...attributeViolations(element)]),
    ...usesOfUses(elements),
    ...addresses.flatMap(({ address, line }) => schemeViolations(address, line)),
    ...styles.flatMap(({ css, line }) => styleViolations(css, line)),
  ];
  return violations.map(({ what, line }) => ({ what: shown(what), where: `${path}:${line}` }));
}

interface Found {
  readonly what: string;
  readonly line: number;
}

const elementViolations = ({ name, namespace, line }: DrawnElement): Found[] =>
  namespace === SVG && drawing.has(name) ? [] : [{ what: `<${name}> does not draw`, line }];

const attributeViolations = ({ attributes, line }: DrawnElement): Found[] =>
  attributes
    .filter(({ name, prefix }) => /^on/i.test(name) || (prefix === 'xml' && name === 'base'))
    .map(({ name }) => ({ what: `the attribute ${name}`, line }));

const schemeViolations = (address: string | null, line: number): Found[] => {
  const target = address === null ? null : targetOf(address);
  return target?.kind === 'scheme' ? [{ what: `an address of ${target.scheme}`, line }] : [];
};

/** Nested `use` elements multiply: ten uses of ten uses, ten levels deep, draw ten thousand million elements. */
function usesOfUses(elements: readonly DrawnElement[]): Found[] {
  const uses = elements.filter(({ name }) => name === 'use');
  const used = new Set(
    uses.flatMap(({ attributes }) =>
      attributes.filter(({ name }) => name === 'href').map(({ value }) => value.trim().replace(/^#/, '')),
    ),
  );
  return uses.filter((use) => isWithin(use, used)).map(({ line }) => ({ what: 'a <use> of a <use>', line }));
}

/** Whether an element, or one of its ancestors, has one of the ids. */
function isWithin(element: DrawnElement, ids: ReadonlySet<string>): boolean {
  for (let each: DrawnElement | undefined = element; each; each = each.parent)
    if (each.id !== undefined && ids.has(each.id)) return true;
  return false;
}

/** Styles in a drawing may only color it, because its motion could not be switched off. */
const styleViolations = (css: string, line: number): Found[] =>
  tokensOf(css).flatMap((token) => {
    if (isOf(token, 'AtKeyword') && nameOf(token) !== 'media')
      return [{ what: `@${nameOf(token)} in a style`, line }];
    const isMotion = isOf(token, 'Ident') && /^(-\w+-)?(animation|transition)/i.test(token.text);
    return isMotion ? [{ what: `${token.text} in a style`, line }] : [];
  });
