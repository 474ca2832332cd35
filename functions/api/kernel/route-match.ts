import { type RouteKey, routes } from '../routes.ts';

export type Match =
  | {
      readonly kind: 'route';
      readonly key: RouteKey;
      readonly parameters: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'methods'; readonly methods: readonly string[] }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'unknown' };

interface Pattern {
  readonly key: RouteKey;
  readonly method: string;
  readonly segments: readonly string[];
}

const parameterOf = (segment: string): string | undefined => /^\{(\w+)\}$/.exec(segment)?.[1];
const parameterCount = ({ segments }: Pattern): number => segments.filter(parameterOf).length;

/** Literal segments match before parameters, as in API Gateway. */
const patterns: readonly Pattern[] = (Object.keys(routes) as RouteKey[])
  .map((key) => {
    const [method = '', path = ''] = key.split(' ');
    return { key, method, segments: path.split('/') };
  })
  .sort((a, b) => parameterCount(a) - parameterCount(b));

/**
 * Returns the route of a request. HEAD requests use the GET route. API Gateway decodes a path before it matches it, so
 * `%2F` separates segments as `/` does.
 */
export function matchRoute(method: string, path: string): Match {
  const segments = decoded(path)?.split('/');
  if (!segments) return { kind: 'malformed' };
  const fits = patterns.filter((pattern) => fitsPath(pattern, segments));
  const found = fits.find((pattern) => methodsOf(pattern).includes(method));
  if (found) return { kind: 'route', key: found.key, parameters: parametersOf(found, segments) };
  return fits.length === 0 ? { kind: 'unknown' } : { kind: 'methods', methods: fits.flatMap(methodsOf) };
}

const methodsOf = ({ method }: Pattern): string[] => (method === 'GET' ? ['GET', 'HEAD'] : [method]);

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

const fitsPath = (pattern: Pattern, segments: readonly string[]): boolean =>
  pattern.segments.length === segments.length &&
  pattern.segments.every((wanted, i) => (parameterOf(wanted) ? segments[i] !== '' : wanted === segments[i]));

function parametersOf(pattern: Pattern, segments: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pattern.segments.flatMap((wanted, i) => {
      const name = parameterOf(wanted);
      return name === undefined ? [] : [[name, segments[i] ?? '']];
    }),
  );
}
