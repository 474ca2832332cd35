import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../../../web/src/app/routes');
const roots: Readonly<Record<string, string>> = { account: '/accounts/$account', admin: '/admin', root: '' };

export interface Route {
  /** What its pictures are called. */
  readonly name: string;
  /** With `$` before what is to be filled in: `/accounts/$account/usage`. */
  readonly template: string;
}

/** Every page that the app has a route for, read from the routes: none that is added is forgotten. */
export const routes: readonly Route[] = ['account', 'store', 'admin'].flatMap((file) => {
  const text = readFileSync(join(FOLDER, `${file}.ts`), 'utf8');
  return [...text.matchAll(/getParentRoute: \(\) => (\w+),\s+path: '([^']+)'/g)].map(
    ([, parent = '', path = '']) => {
      const template = `${roots[parent]}${path}`.replace(/\/$/, '');
      return { name: nameOf(template), template };
    },
  );
});

function nameOf(template: string): string {
  const name = template
    .replace('/accounts/$account', '')
    .replaceAll(/\$(\w+)Id/g, 'one-$1')
    .replace(/^\//, '')
    .replaceAll('/', '-');
  return name || 'overview';
}

/** The address of a page, of these things. */
export const addressOf = ({ template }: Route, things: Readonly<Record<string, string>>): string =>
  template.replaceAll(/\$(\w+)/g, (_, name: string) => {
    const thing = things[name];
    if (thing === undefined) throw new Error(`Nothing stands for $${name} of ${template}.`);
    return thing;
  });
