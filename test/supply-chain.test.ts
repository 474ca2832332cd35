import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Component, refusedIn } from '../bin/licences/allowed.ts';

interface Locked {
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
}

describe('the lock file', () => {
  it('has a digest of every package, of those for other systems too', () => {
    const text = readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8');
    const { packages } = JSON.parse(text) as { packages: Record<string, Locked> };
    const fetched = Object.entries(packages).filter(
      // What comes in the archive of another is covered by its digest.
      ([path, { link, inBundle }]) => path.includes('node_modules/') && !link && !inBundle,
    );
    expect(fetched.length).toBeGreaterThan(100);
    expect(fetched.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? ''))).toEqual([]);
  });
});

describe('licences', () => {
  const component = (licence: string | null, isTool = false): Component => ({
    name: 'x',
    version: '1.0.0',
    ...(licence !== null && {
      licenses: [licence.includes(' ') ? { expression: licence } : { license: { id: licence } }],
    }),
    properties: isTool ? [{ name: 'cdx:npm:package:development', value: 'true' }] : [],
  });

  it.each(['MIT', 'Apache-2.0', '(MIT OR GPL-3.0-or-later)', 'Apache-2.0 AND MIT'])(
    '%s is allowed',
    (licence) => {
      expect(refusedIn([component(licence)])).toEqual([]);
    },
  );

  it.each([
    'GPL-3.0-only',
    'AGPL-3.0-or-later',
    'MIT AND GPL-3.0-only',
    'SEE LICENSE IN x',
    'MIT OR (A AND B)',
  ])('%s is not', (licence) => {
    expect(refusedIn([component(licence, true)])).toEqual([`x@1.0.0: ${licence}`]);
  });

  it('of tools may be others than of what is deployed; none is allowed to neither', () => {
    expect(refusedIn([component('MPL-2.0', true)])).toEqual([]);
    expect(refusedIn([component('MPL-2.0')])).toEqual(['x@1.0.0: MPL-2.0 (deployed)']);
    expect(refusedIn([component(null, true)])).toEqual(['x@1.0.0: no licence']);
  });
});
