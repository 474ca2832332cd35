/** A component of a CycloneDX bill of materials, as far as it is read here. */
export interface Component {
  readonly name: string;
  readonly version: string;
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string; readonly name?: string };
    readonly expression?: string;
  }[];
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/** Licences that ask for no more than a notice: of what is deployed, and so passed on. */
const SHIPPED = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT', 'Unlicense'];
/** Of tools, which are used and not passed on. */
const TOOLS = [...SHIPPED, 'BlueOak-1.0.0', 'CC-BY-4.0', 'MPL-2.0', 'Python-2.0'];

/** The components whose licence is not allowed, each in a line that says which licence it has. */
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

/** An SPDX expression of one operator: of alternatives one is enough. What is more complicated, a person decides. */
function isAllowed(expression: string, allowed: readonly string[]): boolean {
  const words = expression.replace(/^\(([^()]*)\)$/, '$1');
  if (/[()]/.test(words) || (words.includes(' OR ') && words.includes(' AND '))) return false;
  if (words.includes(' OR ')) return words.split(' OR ').some((each) => allowed.includes(each));
  return words.split(' AND ').every((each) => allowed.includes(each));
}
