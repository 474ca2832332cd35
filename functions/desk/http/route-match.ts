import { type RouteKey, routes } from '../../api/routes.ts';

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

/** Fixed words before parameters, as API Gateway chooses. */
const patterns: readonly Pattern[] = (Object.keys(routes) as RouteKey[])
  .map((key) => {
    const [method = '', path = ''] = key.split(' ');
    return { key, method, segments: path.split('/') };
  })
  .sort((a, b) => parameterCount(a) - parameterCount(b));

/** The route of a request. Segments are told apart first and decoded then: `%2F` is part of a parameter. */
export function matchRoute(method: string, path: string): Match {
  const segments = path.split('/');
  const fits = patterns.filter((pattern) => fitsPath(pattern, segments));
  const found = fits.find((pattern) => pattern.method === method);
  if (found === undefined) {
    return fits.length === 0
      ? { kind: 'unknown' }
      : { kind: 'methods', methods: fits.map((fit) => fit.method) };
  }
  try {
    return { kind: 'route', key: found.key, parameters: parametersOf(found, segments) };
  } catch {
    return { kind: 'malformed' };
  }
}

const fitsPath = (pattern: Pattern, segments: readonly string[]): boolean =>
  pattern.segments.length === segments.length &&
  pattern.segments.every((wanted, i) => (parameterOf(wanted) ? segments[i] !== '' : wanted === segments[i]));

function parametersOf(pattern: Pattern, segments: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pattern.segments.flatMap((wanted, i) => {
      const name = parameterOf(wanted);
      return name === undefined ? [] : [[name, decodeURIComponent(segments[i] ?? '')]];
    }),
  );
}
