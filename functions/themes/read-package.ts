import { isDeepStrictEqual } from 'node:util';
import type { StyleSheet } from 'css-tree';
import type * as z from 'zod';
import { textOf } from './archive/kinds.ts';
import { type Check, type CheckResult, runCheck } from './check.ts';
import { readStylesheet } from './css/stylesheet.ts';
import { packageLimits } from './limits.ts';
import { type Manifest, manifestSchema } from './manifest.ts';
import { counted, type Fault, findingOf, many, shown } from './measures.ts';
import type { ThemePackage } from './package.ts';

/** A package that can be measured, or why it cannot. */
export type Read =
  | { readonly kind: 'read'; readonly theme: ThemePackage; readonly checks: readonly CheckResult[] }
  | { readonly kind: 'refused'; readonly checks: readonly CheckResult[] };

/** Reads what `unpack` let through. */
export function readPackage(files: ReadonlyMap<string, Uint8Array>): Read {
  const css = textOf(files.get('theme.css') ?? new Uint8Array());
  const draft: Draft = {
    ...readManifest(textOf(files.get('theme.json') ?? new Uint8Array())),
    ...readStylesheet(css),
  };
  const checks = readingChecks
    .filter((check) => check.isMeasurable(draft))
    .map((check) => runCheck(check, draft));
  const { manifest, stylesheet } = draft;
  if (manifest === null || stylesheet === null || checks.some(({ passed }) => !passed))
    return { kind: 'refused', checks };
  return { kind: 'read', theme: { manifest, css, stylesheet, files }, checks };
}

/** What was read so far. */
interface Draft {
  readonly json: { readonly value: unknown } | null;
  readonly manifest: Manifest | null;
  readonly manifestFaults: readonly Fault[];
  readonly stylesheet: StyleSheet | null;
  readonly faults: readonly Fault[];
}

interface ReadingCheck extends Check<Draft> {
  isMeasurable(draft: Draft): boolean;
}

export const readingChecks: readonly ReadingCheck[] = [
  {
    id: 'manifest-valid',
    title: 'theme.json says what a theme is',
    required: 'JSON that fits docs/theme.schema.json',
    isMeasurable: () => true,
    measure: ({ manifestFaults, manifest }) =>
      findingOf(manifestFaults, manifest ? shown(`${manifest.name} ${manifest.version}`) : 'fits the schema'),
  },
  {
    id: 'dark-variant',
    title: 'The theme has a dark variant',
    required: 'colours and shadows of its own in /tokens/dark',
    isMeasurable: ({ json }) => typeof member(json?.value, 'tokens') === 'object',
    measure: ({ json }) => findingOf(darkFaults(json?.value), 'light and dark'),
  },
  {
    id: 'stylesheet-valid',
    title: 'theme.css can be read',
    required:
      `CSS without errors, ≤ ${packageLimits.nesting} brackets deep, ≤ ${counted(packageLimits.selectors)} selectors, ` +
      `queries of ≤ ${packageLimits.widths} widths, no value of more than ${counted(packageLimits.value)} characters ` +
      'when its custom properties are written out',
    isMeasurable: () => true,
    measure: ({ faults, stylesheet }) => findingOf(faults, many(stylesheet?.children.size ?? 0, 'rule')),
  },
];

function readManifest(text: string): Pick<Draft, 'json' | 'manifest' | 'manifestFaults'> {
  const json = parsed(text);
  if ('what' in json) return { json: null, manifest: null, manifestFaults: [json] };
  const { success, data, error } = manifestSchema.safeParse(json.value);
  if (success) return { json, manifest: data, manifestFaults: [] };
  const hasDark = darkOf(json.value) !== undefined;
  const manifestFaults = error.issues
    .filter(({ path }) => hasDark || path.join('/') !== 'tokens/dark')
    .map(({ message, path }) => ({ what: message, where: `theme.json${pointerOf(path)}` }));
  return { json, manifest: null, manifestFaults };
}

function parsed(text: string): { readonly value: unknown } | Fault {
  try {
    return { value: JSON.parse(text) };
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause);
    const at = Number(/at position (\d+)/.exec(what)?.[1] ?? text.length);
    const lines = text.slice(0, at).split('\n');
    return { what: shown(what), where: `theme.json:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}` };
  }
}

/** https://www.rfc-editor.org/rfc/rfc6901 */
const pointerOf = (path: z.core.$ZodIssue['path']): string =>
  path.map((part) => `/${shown(String(part)).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function darkFaults(json: unknown): Fault[] {
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
