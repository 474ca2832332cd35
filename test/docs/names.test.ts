import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const root = join(import.meta.dirname, '../..');
const folders = ['.github', 'bin', 'docs', 'functions', 'lib', 'local', 'test', 'web'];
const hidden = /(^|\/)(node_modules|dist)\//;

/** All files and folders of the repository, relative to its root. */
const paths = new Set([
  ...readdirSync(root),
  ...folders.flatMap((folder) => [
    folder,
    ...(readdirSync(join(root, folder), { recursive: true }) as string[])
      .map((path) => posix.join(folder, path))
      .filter((path) => !hidden.test(`${path}/`)),
  ]),
]);

/** Where the documents start their paths: at the root, or inside one of these. */
const bases = ['', 'functions', 'functions/store', 'web', 'docs', 'test', 'web/src'];
const exists = (path: string): boolean =>
  bases.some((base) => paths.has(posix.join(base, path))) ||
  (!path.includes('/') && [...paths].some((known) => posix.basename(known) === path));

/** The changelog names what once was. */
const documents = [...paths].filter(
  (path) => path.endsWith('.md') && /^(docs\/.*|[A-Z]+\.md)$/.test(path) && path !== 'CHANGELOG.md',
);

const isCode = /^[\w.-]+(\/[\w.{},-]+)*(\.(tsx?|md|json|toml|py|css|js)|\/)$/;

/** `en/{a,b}.ts` stands for two files. */
function expanded(path: string): string[] {
  const [whole, names] = /\{([^}]+)\}/.exec(path) ?? [];
  if (whole === undefined || names === undefined) return [path];
  return names.split(',').flatMap((name) => expanded(path.replace(whole, name)));
}

/** Files of a theme package, of users and of a build, and a package with the name of a file: not in this repository. */
const foreign = new Set([
  '__MACOSX/',
  '.local/',
  'ipaddr.js',
  'theme.json',
  'theme.css',
  'config.json',
  'stripe.json',
  'measure.json',
  'event-key.json',
  'sbom.cdx.json',
  'web/src/api/schema.d.ts',
]);

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };

describe.each(documents)('%s', (document) => {
  const text = readFileSync(join(root, document), 'utf8');

  it('names files and folders that exist', () => {
    const named = [...text.matchAll(/`([^`\n]+)`/g)]
      .map(([, code = '']) => code)
      .filter((code) => isCode.test(code));
    const missing = named
      .flatMap(expanded)
      .filter((path) => !foreign.has(path) && !exists(path.replace(/\/$/, '')));
    expect(missing).toEqual([]);
  });

  it('links to documents that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)[^)]*\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !paths.has(posix.join(posix.dirname(document), link)))).toEqual([]);
  });

  it('names commands that exist', () => {
    const commands = [...text.matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, name = '']) => name);
    expect(commands.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});
