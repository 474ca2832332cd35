import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Source {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Our own files that it imports. */
  readonly imports: readonly string[];
}

const sources: readonly Source[] = ['functions', 'lib', 'local', 'web/src'].flatMap(sourcesIn);
const programs = sourcesIn('bin');
const tests = sourcesIn('test');

function sourcesIn(folder: string): Source[] {
  let names: string[];
  try {
    names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
  return names
    .filter((name) => /(?<!\.d)\.tsx?$/.test(name))
    .map((name) => {
      const path = relative(ROOT, join(ROOT, folder, name))
        .split(sep)
        .join('/');
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { path, text, imports: importsOf(path, text) };
    });
}

/** What stands after `from`, `import` or in `import()`, as far as it is ours. */
function importsOf(path: string, text: string): string[] {
  const named = [...text.matchAll(/(?:\bfrom|\bimport|\bimport\()\s*(['"`])(\.[^'"`\s]+)\1/g)];
  return named.map(([, , target = '']) => posix.normalize(posix.join(dirname(path), target)));
}

const isIn = (folder: string) => (path: string) => path.startsWith(`${folder}/`);
const layer = (name: string): readonly Source[] =>
  sources.filter(({ path }) => isIn(`functions/${name}`)(path));

/** Arrows that start in these sources and end outside of what they may know. */
const strayArrows = (from: readonly Source[], mayKnow: (path: string) => boolean): string[] =>
  from.flatMap(({ path, imports }) =>
    imports.filter((target) => !mayKnow(target)).map((target) => `${path} → ${target}`),
  );

const among = (...layers: readonly string[]) => {
  const inLayer = layers.map((name) => isIn(`functions/${name}`));
  return (path: string) => inLayer.some((isInIt) => isInIt(path));
};

/** Names that lead back to themselves, each with the others that do so together with it. */
function circlesIn(arrows: ReadonlyMap<string, readonly string[]>): string[] {
  const reached = new Map<string, Set<string>>();
  for (const start of arrows.keys()) {
    const seen = new Set<string>();
    const next = [...(arrows.get(start) ?? [])];
    for (let name = next.pop(); name !== undefined; name = next.pop())
      if (!seen.has(name)) {
        seen.add(name);
        next.push(...(arrows.get(name) ?? []));
      }
    reached.set(start, seen);
  }
  return [...arrows.keys()].filter((name) => reached.get(name)?.has(name)).sort();
}

describe('the arrows between the folders', () => {
  it.each([
    ['domain', []],
    ['runtime', ['domain']],
    ['store', ['domain', 'runtime']],
    ['queue', ['domain', 'runtime']],
    ['archive', ['domain', 'runtime']],
    ['themes', ['domain']],
    ['payments/providers', ['domain', 'queue', 'runtime']],
    ['payments/collection', ['domain', 'store', 'runtime', 'payments/providers']],
    ['notifications', ['domain', 'store', 'runtime']],
    ['schedules', ['domain', 'store', 'runtime', 'payments', 'notifications']],
    ['api', ['domain', 'store', 'queue', 'runtime', 'payments', 'notifications']],
    [
      'workers',
      ['domain', 'store', 'queue', 'archive', 'runtime', 'payments', 'schedules', 'notifications', 'themes'],
    ],
  ] as [string, string[]][])('functions/%s knows of %j at most', (name, others) => {
    expect(layer(name).length).toBeGreaterThan(0);
    expect(strayArrows(layer(name), among(name, ...others))).toEqual([]);
  });

  it('the local stack knows of functions only', () => {
    const own = sources.filter(({ path }) => isIn('local')(path));
    expect(own.length).toBeGreaterThan(0);
    expect(strayArrows(own, (path) => isIn('local')(path) || isIn('functions')(path))).toEqual([]);
  });

  it('nothing that is deployed knows of the local stack', () => {
    const deployed = sources.filter(({ path }) => !isIn('local')(path));
    expect(strayArrows(deployed, (path) => !isIn('local')(path))).toEqual([]);
  });

  it('the infrastructure knows tables of names, and no code', () => {
    const tables = [
      'api/routes.ts',
      'store/key-prefixes.ts',
      'store/keys.ts',
      'domain/meters.ts',
      'domain/providers.ts',
      'runtime/config.ts',
      'runtime/security-headers.ts',
    ];
    const mayKnow = (path: string) =>
      isIn('lib')(path) || tables.map((name) => `functions/${name}`).includes(path);
    expect(
      strayArrows(
        sources.filter(({ path }) => isIn('lib')(path)),
        mayKnow,
      ),
    ).toEqual([]);
  });

  it('only the registry of keys writes how a key begins, or takes a key apart', () => {
    const registry = ['key-prefixes.ts', 'keys.ts', 'theme-store/theme-keys.ts'].map(
      (name) => `functions/store/${name}`,
    );
    // The design that the measurements compare ours with has keys of its own.
    const others = [...sources, ...programs].filter(
      ({ path }) => !registry.includes(path) && path !== 'bin/measure/baseline.ts',
    );
    const literals = others.flatMap(({ path, text }) =>
      [...text.matchAll(/['"`][A-Z]+#|\.split\(\s*['"`]#/g)].map(([found]) => `${path}: ${found}`),
    );
    expect(literals).toEqual([]);
  });

  it('the screens know of themselves, and of the domain', () => {
    const screens = sources.filter(({ path }) => isIn('web')(path));
    expect(strayArrows(screens, (path) => isIn('web')(path) || isIn('functions/domain')(path))).toEqual([]);
  });

  it('a screen knows of no other screen, but for what it mounts of it', () => {
    const mounted = [
      'charges/charge-page.tsx → admin/refund-dialog.tsx',
      'notifications/notifications.tsx → packs/buying.tsx',
      'notifications/notifications.tsx → packs/due.tsx',
      'overview/overview.tsx → charges/debt-alert.tsx',
      'slots/allocate.tsx → packs/buying.tsx',
      'slots/full.tsx → packs/offer.tsx',
    ];
    const screens = sources.filter(({ path }) => isIn('web/src/screens')(path));
    const screenOf = (path: string): string => path.split('/').slice(0, 4).join('/');
    const arrows = screens.flatMap((screen) =>
      strayArrows(
        [screen],
        (path) => !isIn('web/src/screens')(path) || screenOf(path) === screenOf(screen.path),
      ),
    );
    expect(screens.length).toBeGreaterThan(0);
    expect(arrows.map((arrow) => arrow.replaceAll('web/src/screens/', '')).sort()).toEqual(mounted);
  });

  it.each(['api', 'components', 'language', 'session'])('web/src/%s knows of no screen', (name) => {
    const shared = sources.filter(({ path }) => isIn(`web/src/${name}`)(path));
    expect(shared.length).toBeGreaterThan(0);
    expect(strayArrows(shared, (path) => !isIn('web/src/screens')(path))).toEqual([]);
  });

  it.each(['functions/domain', 'functions/store', 'functions/payments'])(
    'the folders in %s form no circle, and the files beside them know of no folder there',
    (parent) => {
      const inside = sources.filter(({ path }) => isIn(parent)(path));
      const roomOf = (path: string): string => path.slice(parent.length + 1).split('/')[0] ?? '';
      const rooms = new Map<string, string[]>();
      for (const { path, imports } of inside) {
        const others = imports.filter(isIn(parent)).map(roomOf);
        const known = others.filter((other) => other !== roomOf(path));
        rooms.set(roomOf(path), [...(rooms.get(roomOf(path)) ?? []), ...known]);
      }
      expect(rooms.size).toBeGreaterThan(1);
      expect(circlesIn(rooms)).toEqual([]);
      const kernel = [...rooms].filter(([room]) => room.endsWith('.ts'));
      expect(kernel.flatMap(([, known]) => known).filter((room) => !room.endsWith('.ts'))).toEqual([]);
    },
  );

  it('no files form a circle', () => {
    const all = [...sources, ...programs, ...tests];
    expect(circlesIn(new Map(all.map(({ path, imports }) => [path, imports])))).toEqual([]);
  });

  it('no program knows of a test', () => {
    expect(programs.length).toBeGreaterThan(0);
    expect(strayArrows(programs, (path) => !isIn('test')(path))).toEqual([]);
  });

  it('every file that is imported is there', () => {
    const known = new Set(sources.map(({ path }) => path));
    // The client's types and the stylesheets are no sources of this kind.
    const stray = strayArrows(sources, (path) => known.has(path) || /\$\{|\.d\.ts$|\.css$/.test(path));
    // Loaded by name at run time, where a variable stands for it.
    expect(stray).toEqual([]);
  });
});

describe('what is written nowhere', () => {
  const where = (pattern: RegExp, from: readonly Source[] = sources): string[] =>
    from.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

  it('a scan of the table', () => {
    expect(
      where(
        /\bScan(Command)?\b/,
        sources.filter(({ path }) => isIn('functions')(path)),
      ),
    ).toEqual([]);
  });

  it('an import of the named `z`, which bundles six times the bytes', () => {
    expect(where(/import\s+(?:z\b|(?:type\s+)?\{[^}]*\bz\b[^}]*\})[^;]*from\s+['"]zod['"]/)).toEqual([]);
  });

  it('a handler but in the folders that are deployed', () => {
    const handlers = where(
      /export\s+(?:const|let|var|(?:async\s+)?function)\s+handler\b|export\s*\{[^}]*\bhandler\b/,
    );
    expect(handlers.length).toBeGreaterThan(0);
    expect(handlers.filter((path) => !/^functions\/(api|workers)\/[A-Za-z-]+\.ts$/.test(path))).toEqual([]);
  });

  it('a status of HTTP in the domain', () => {
    expect(where(/\b(status|statusCode):\s*[1-5]\d\d\b/, layer('domain'))).toEqual([]);
  });

  it('a view of the API in the domain, but for those that others show, too', () => {
    const views = layer('domain').flatMap(({ text }) =>
      [...text.matchAll(/\bexport (?:const|(?:async )?function) (\w+View)\b/g)].map(([, name]) => name),
    );
    // Webhooks show charges; the reports of the domain show sums.
    expect(views.sort()).toEqual(['chargeView', 'exactView']);
  });

  it('the table but in the store', () => {
    const outside = sources.filter(({ path }) => !/^functions\/store\/|^local\/|^lib\/|^web\//.test(path));
    expect(where(/@aws-sdk\/(client|lib)-dynamodb/, outside)).toEqual([]);
  });
});

describe('the tests', () => {
  it('have a place for each rule: its own folder, in a file of its name or one that imports it', () => {
    const isRule = ({ text }: Source) =>
      /^export (?:async )?function |^export const \w+(?:: [^=]+)? = (?:<[^>]+>)?(?:async )?\(/m.test(text);
    const hasTest = ({ path }: Source) => {
      const folder = dirname(path).replace('functions/', 'test/');
      const name = posix.basename(path, '.ts');
      return tests.some(
        (test) =>
          dirname(test.path) === folder &&
          (test.imports.includes(path) || posix.basename(test.path).startsWith(`${name}.`)),
      );
    };
    // Words and sums of the kernel are used by the tests of all capabilities.
    const rules = layer('domain').filter(
      (source) => isRule(source) && dirname(source.path) !== 'functions/domain',
    );
    expect(rules.length).toBeGreaterThan(0);
    expect(rules.filter((source) => !hasTest(source)).map(({ path }) => path)).toEqual([]);
  });
});
