import { isDeepStrictEqual } from 'node:util';
import type { StyleSheet } from 'css-tree';
import type * as z from 'zod';
import { textOf } from './archive/kinds.ts';
import { type Check, type CheckResult, runCheck } from './check.ts';
import { propertyNames } from './contract/properties.ts';
import { type ContractViolations, contractViolations } from './contract/stylesheet.ts';
import { mostCompounds, mostParts } from './contract/vocabulary.ts';
import { readStylesheet } from './css/stylesheet.ts';
import { customProperties } from './custom-properties.ts';
import { packageLimits } from './limits.ts';
import { FORMAT, type Manifest, manifestSchema } from './manifest.ts';
import { counted, findingOf, many, shown, type Violation } from './measures.ts';
import type { ThemePackage } from './package.ts';
import { tokensRequired, tokenViolations } from './safety/token-values.ts';

/** A package that can be measured, or why it cannot. */
export type Read =
  | { readonly kind: 'read'; readonly theme: ThemePackage; readonly checks: readonly CheckResult[] }
  | { readonly kind: 'refused'; readonly checks: readonly CheckResult[] };

/** Parses what `unpack` accepted. */
export function readPackage(files: ReadonlyMap<string, Uint8Array>): Read {
  const css = textOf(files.get('theme.css') ?? new Uint8Array());
  const json = readManifest(textOf(files.get('theme.json') ?? new Uint8Array()));
  const sheet = readStylesheet(css);
  const tokens = json.manifest ? customProperties(json.manifest, 'light') : new Map<string, string>();
  const isReadable = sheet.stylesheet !== null && sheet.violations.length === 0;
  const draft: Draft = {
    ...json,
    ...sheet,
    tokens: json.manifest ? tokenViolations(json.manifest) : [],
    contract: isReadable && sheet.stylesheet ? contractViolations(sheet.stylesheet, tokens) : null,
  };
  const checks = readingChecks
    .filter((check) => check.isMeasurable(draft))
    .map((check) => runCheck(check, draft));
  const { manifest, stylesheet } = draft;
  if (manifest === null || stylesheet === null || checks.some(({ passed }) => !passed))
    return { kind: 'refused', checks };
  return { kind: 'read', theme: { manifest, css, stylesheet, files }, checks };
}

/** What was parsed so far. */
interface Draft {
  readonly json: { readonly value: unknown } | null;
  readonly manifest: Manifest | null;
  readonly manifestViolations: readonly Violation[];
  /** Violations of the tokens, once they match the schema. */
  readonly tokens: readonly Violation[];
  readonly stylesheet: StyleSheet | null;
  readonly violations: readonly Violation[];
  /** Null if theme.css has errors. */
  readonly contract: ContractViolations | null;
}

interface ReadingCheck extends Check<Draft> {
  isMeasurable(draft: Draft): boolean;
}

export const readingChecks: readonly ReadingCheck[] = [
  {
    id: 'manifest-valid',
    title: 'theme.json says what a theme is',
    required: `JSON of format ${FORMAT} that fits docs/theme.schema.json, ≤ ${packageLimits.nesting} brackets deep`,
    isMeasurable: () => true,
    measure: ({ manifestViolations, manifest }) =>
      findingOf(
        manifestViolations,
        manifest ? shown(`${manifest.name} ${manifest.version}`) : 'fits the schema',
      ),
  },
  {
    id: 'dark-variant',
    title: 'The theme has a dark variant',
    required: 'colours and shadows of its own in /tokens/dark',
    isMeasurable: ({ json }) => typeof member(json?.value, 'tokens') === 'object',
    measure: ({ json }) => findingOf(darkViolations(json?.value), 'light and dark'),
  },
  {
    id: 'token-values',
    title: 'Tokens are values of their properties',
    required: tokensRequired,
    isMeasurable: ({ manifest }) => manifest !== null,
    measure: ({ tokens }) => findingOf(tokens, 'values of their properties'),
  },
  {
    id: 'stylesheet-valid',
    title: 'theme.css can be read',
    required: `CSS without errors, escapes, </ and <!, ≤ ${packageLimits.nesting} brackets deep`,
    isMeasurable: () => true,
    measure: ({ violations, stylesheet }) =>
      findingOf(violations, many(stylesheet?.children.size ?? 0, 'rule')),
  },
  {
    id: 'css-at-rules',
    title: 'Rules stand by themselves or in a media query',
    required:
      '@media of prefers-color-scheme, prefers-reduced-motion and width, joined by and; @font-face; @keyframes; ' +
      `no nesting; ≤ ${packageLimits.widths} widths in queries`,
    isMeasurable: ({ contract }) => contract !== null,
    measure: ({ contract }) => findingOf(contract?.atRules ?? [], 'only what is listed'),
  },
  {
    id: 'css-selectors',
    title: 'Selectors name components and their states',
    required:
      `classes of the base components with states that are listed, ≤ ${mostParts} parts in a compound, ≤ ${mostCompounds} ` +
      `compounds one inside the other, ≤ ${counted(packageLimits.selectors)} selectors in all`,
    isMeasurable: ({ contract }) => contract !== null,
    measure: ({ contract }) => findingOf(contract?.selectors ?? [], 'only what is listed'),
  },
  {
    id: 'css-properties',
    title: 'Properties dress components and do not move them',
    required: `the ${propertyNames.length} properties that are listed, and no custom properties`,
    isMeasurable: ({ contract }) => contract !== null,
    measure: ({ contract }) => findingOf(contract?.properties ?? [], 'only what is listed'),
  },
  {
    id: 'css-values',
    title: 'Values stay within bounds',
    required:
      'values of the kind and within the bounds that are listed, var() of tokens alone, no !important',
    isMeasurable: ({ contract, manifest, tokens }) =>
      contract !== null && manifest !== null && tokens.length === 0,
    measure: ({ contract }) => findingOf(contract?.values ?? [], 'within bounds'),
  },
];

function readManifest(text: string): Pick<Draft, 'json' | 'manifest' | 'manifestViolations'> {
  const json = parsed(text);
  if ('what' in json) return { json: null, manifest: null, manifestViolations: [json] };
  const { success, data, error } = manifestSchema.safeParse(json.value);
  if (success) return { json, manifest: data, manifestViolations: [] };
  const hasDark = darkOf(json.value) !== undefined;
  const manifestViolations = error.issues
    .filter(({ path }) => hasDark || path.join('/') !== 'tokens/dark')
    .map(({ message, path }) => ({ what: message, where: `theme.json${pointerOf(path)}` }));
  return { json, manifest: null, manifestViolations };
}

function parsed(text: string): { readonly value: unknown } | Violation {
  if (depthOf(text) > packageLimits.nesting)
    return { what: `nested more than ${packageLimits.nesting} deep`, where: 'theme.json' };
  try {
    return { value: JSON.parse(text) };
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause);
    const at = Number(/at position (\d+)/.exec(what)?.[1] ?? text.length);
    const lines = text.slice(0, at).split('\n');
    return { what: shown(what), where: `theme.json:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}` };
  }
}

/** Returns the maximum depth of brackets in a JSON text. A parser recurses once per level. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') depth += 1;
    if (token === ']' || token === '}') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** https://www.rfc-editor.org/rfc/rfc6901 */
const pointerOf = (path: z.core.$ZodIssue['path']): string =>
  path.map((part) => `/${shown(String(part)).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function darkViolations(json: unknown): Violation[] {
  const dark = darkOf(json);
  const where = 'theme.json/tokens/dark';
  if (dark === undefined) return [{ what: 'there is none', where }];
  return isDeepStrictEqual(dark, member(member(json, 'tokens'), 'light'))
    ? [{ what: 'is the light one', where }]
    : [];
}

const darkOf = (json: unknown): unknown => member(member(json, 'tokens'), 'dark');

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : undefined;
