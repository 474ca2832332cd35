import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The first step of an addition, and the files that do not compile until they follow. */
interface Addition {
  /** The first cell of its row in CONTRIBUTING. */
  readonly what: string;
  readonly file: string;
  readonly before: string;
  readonly insert: string;
  readonly incomplete: readonly string[];
}

const additions: readonly Addition[] = [
  {
    what: 'a meter',
    file: 'functions/domain/meters.ts',
    before: 'export const allMeters',
    insert: `declareMeter({ name: 'scans', title: 'Scans', kind: 'counter', unit: 'scan', free: 9, warnAtPercent: 80, overage: null });\n`,
    incomplete: [],
  },
  {
    what: 'a pack',
    file: 'functions/domain/packs/packs.ts',
    before: `  slots(5, cny(9_900), 'oneTime'),`,
    insert: `  capacity('cap_500', '500 GB of storage', cny(79_900), { storage: 500 * GB }),\n`,
    incomplete: [],
  },
  {
    what: 'a domain event',
    file: 'functions/domain/events.ts',
    before: `  'theme.sold':`,
    insert: `  'theme.rated': { readAt: 'earnings', level: 'info' },\n`,
    incomplete: ['functions/notifications/examples.ts'],
  },
  {
    what: 'a payment provider',
    file: 'functions/domain/providers.ts',
    before: `'stripe']`,
    insert: `'example', `,
    incomplete: [
      'functions/payments/providers/providers.ts',
      'functions/runtime/secrets.ts',
      'lib/payments.ts',
    ],
  },
  {
    what: 'a kind of charge',
    file: 'functions/domain/charges/kinds.ts',
    before: '  refund: { types:',
    insert: `  gift: { types: ['gift'], lines: ['gift'] },\n`,
    incomplete: [
      'functions/api/contract/charge.ts',
      'functions/domain/charges/kinds.ts',
      'functions/store/settlement/settling.ts',
    ],
  },
];

/** Compiles a copy of the service, of which `change` has changed files. Returns the files with errors. */
async function incompleteAfter(change: (folder: string) => void): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'additions-'));
  try {
    for (const name of ['functions', 'lib', 'local'])
      cpSync(join(root, name), join(folder, name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const { compilerOptions } = JSON.parse(read('tsconfig.json'));
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: { ...compilerOptions, types: ['node'] },
        include: ['functions', 'lib', 'local'],
      }),
    );
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    change(folder);
    const output = await new Promise<string>((resolve) =>
      execFile(
        join(root, 'node_modules/.bin/tsc'),
        ['-p', '.', '--pretty', 'false'],
        { cwd: folder },
        (_, out) => resolve(out),
      ),
    );
    return [
      ...new Set([...output.matchAll(/^(\S+)\(\d+,\d+\): error/gm)].map(([, path = '']) => path)),
    ].sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const rowOf = (what: string): string =>
  read('CONTRIBUTING.md')
    .split('\n')
    .find((line) => line.startsWith(`| ${what} |`)) ?? '';

describe('an addition', () => {
  it('does not compile until the files that CONTRIBUTING names follow, and needs no others', async () => {
    const files = await incompleteAfter((folder) => {
      for (const { file, before, insert } of additions) {
        const text = readFileSync(join(folder, file), 'utf8');
        expect(text.split(before)).toHaveLength(2);
        writeFileSync(
          join(folder, file),
          text.replace(before, () => insert + before),
        );
      }
    });
    expect(files).toEqual(additions.flatMap(({ incomplete }) => incomplete).sort());
  });

  it.each(additions)('of $what is described with these files', ({ what, file, incomplete }) => {
    const row = rowOf(what);
    for (const path of [file, ...incomplete])
      expect(row).toContain(`\`${path.replace(/^functions\//, '')}\``);
    const [, count] = /^\| [^|]+ \| (\d+) files?: /.exec(row) ?? [];
    expect(Number(count)).toBe(new Set(namedIn(row)).size);
  });
});

/** The files that a row names before its first full stop, `{en,zh}` as two. */
function namedIn(row: string): string[] {
  const [, files = ''] = /\| \d+ files?: (.*?)\. /.exec(row) ?? [];
  const named = [...files.matchAll(/`([^`]+\.tsx?)`/g)].map(([, path = '']) => path);
  return named.flatMap((path) =>
    path.includes('{en,zh}') ? ['en', 'zh'].map((one) => path.replace('{en,zh}', one)) : [path],
  );
}

describe('an alarm', () => {
  it('has its paragraph in the runbook', () => {
    const names = [...read('lib/alarms.ts').matchAll(/name: '(\w+)'/g)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !read('docs/operations.md').includes(`**${name}**`))).toEqual([]);
  });
});
