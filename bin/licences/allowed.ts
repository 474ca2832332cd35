/** A component of a CycloneDX bill of materials, as far as it is used here. */
export interface Component {
  readonly name: string;
  readonly version: string;
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string; readonly name?: string };
    readonly expression?: string;
  }[];
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/** Licenses that require no more than a notice: for packages that are deployed. */
const SHIPPED = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT', 'Unlicense'];
/** Licenses for tools, which are not distributed. */
const TOOLS = [...SHIPPED, 'BlueOak-1.0.0', 'CC-BY-4.0', 'MPL-2.0', 'Python-2.0'];

/** Returns one line per component whose license is not allowed. */
export const refusedIn = (components: readonly Component[]): string[] =>
  components.flatMap((component) => {
    const { name, version, licenses = [] } = component;
    const isTool = component.properties?.some(
      (property) => property.name === 'cdx:npm:package:development' && property.value === 'true',
    );
    const allowed = isTool ? TOOLS : SHIPPED;
    const said = licenses.map(({ license, expression }) => expression ?? license?.id ?? license?.name ?? '');
    if (said.length > 0 && said.every((each) => isAllowed(each, allowed))) return [];
    return [`${name}@${version}: ${said.join(', ') || 'no licence'}${isTool ? '' : ' (deployed)'}`];
  });

/**
 * Whether an SPDX expression with one kind of operator is allowed; one alternative is enough. More complex expressions
 * are refused, for a person to decide.
 */
function isAllowed(expression: string, allowed: readonly string[]): boolean {
  const words = expression.replace(/^\(([^()]*)\)$/, '$1');
  if (/[()]/.test(words) || (words.includes(' OR ') && words.includes(' AND '))) return false;
  if (words.includes(' OR ')) return words.split(' OR ').some((each) => allowed.includes(each));
  return words.split(' AND ').every((each) => allowed.includes(each));
}
