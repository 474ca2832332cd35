import type { Check } from '../check.ts';
import { packageLimits } from '../limits.ts';
import { counted, findingOf, inBytes, many, shown, type Violation } from '../measures.ts';
import { type Contents, isSpecial } from './contents.ts';
import type { Listed } from './directory.ts';
import { kindOf } from './kinds.ts';
import { foldName, nameViolation } from './names.ts';

interface ArchiveCheck extends Check<Contents> {
  /** Whether enough of the package could be read for this check. */
  isMeasurable(contents: Contents): boolean;
}

/** Checks that unpacking was not stopped for this reason. */
const unlessStopped =
  (...causes: readonly string[]) =>
  ({ stopped }: Contents): boolean =>
    stopped === null || causes.includes(stopped.by);

const isListed = ({ directory, stopped }: Contents): boolean =>
  directory?.kind === 'listed' && stopped?.by !== 'entries';

export const archiveChecks: readonly ArchiveCheck[] = [
  {
    id: 'package-readable',
    title: 'The package is a zip that can be read',
    required: 'a zip file whose entries unpack to what its directory says',
    isMeasurable: ({ directory }) => directory !== null,
    measure: ({ stopped, directory }) =>
      stopped?.by === 'broken'
        ? { passed: false, measured: shown(stopped.measured), where: stopped.name && shown(stopped.name) }
        : { passed: true, measured: many(entriesOf(directory).length, 'file'), where: null },
  },
  {
    id: 'package-size',
    title: 'The package is not too large',
    required:
      `zip ≤ ${inBytes(packageLimits.zip)}, ≤ ${packageLimits.entries} entries, unpacked ≤ ` +
      `${inBytes(packageLimits.unpacked)}, a file ≤ ${inBytes(packageLimits.entry)}, a text ≤ ${inBytes(packageLimits.text)}`,
    isMeasurable: unlessStopped('zip', 'entries', 'entry', 'total'),
    measure: measureSize,
  },
  {
    id: 'package-ratio',
    title: 'The package is no zip bomb',
    required: `≤ ${packageLimits.ratio} bytes out for a byte in, of a file and in all; no byte is packed in two files`,
    isMeasurable: unlessStopped('ratio', 'overlap'),
    measure: measureRatio,
  },
  {
    id: 'package-paths',
    title: 'Names are safe on every system',
    required: 'relative names in UTF-8, each once, upper and lower case alike; nothing encrypted',
    isMeasurable: isListed,
    measure: ({ directory }) => findingOf(nameViolations(entriesOf(directory)), 'all names are safe'),
  },
  {
    id: 'package-links',
    title: 'The package holds plain files',
    required: 'no links, devices or other special files',
    isMeasurable: isListed,
    measure: ({ directory }) =>
      findingOf(
        entriesOf(directory)
          .filter(isSpecial)
          .map(({ mode, name }) => ({ what: `unix mode ${mode.toString(8)}`, where: shown(name ?? '') })),
        'plain files only',
      ),
  },
  {
    id: 'package-contents',
    title: 'The package holds what a theme is made of',
    required:
      'theme.json, theme.css; README.md, LICENSE, fonts/*.woff2, images/*.{png,jpg,jpeg,webp,avif,svg}, ' +
      'previews/*.{png,jpg,webp}, each with the content that its name says; nothing executable',
    isMeasurable: unlessStopped(),
    measure: (contents) => findingOf(contentViolations(contents), many(contents.files.size, 'file')),
  },
];

const entriesOf = (directory: Contents['directory']): readonly Listed[] =>
  directory?.kind === 'listed' ? directory.entries : [];

function measureSize({ zip, files, unpacked, stopped, directory }: Contents) {
  const where = stopped?.name ? shown(stopped.name) : null;
  const refused = (measured: string, at = where) => ({ passed: false, measured, where: at });
  if (stopped?.by === 'zip') return refused(`zip ${inBytes(zip)}`);
  if (stopped?.by === 'entries' && directory?.kind === 'listed')
    return refused(`${counted(Math.max(directory.archive.entryCount, directory.entries.length))} entries`);
  if (stopped?.by === 'entry') return refused(`a file of more than ${inBytes(packageLimits.entry)}`);
  if (stopped) return refused(`more than ${inBytes(packageLimits.unpacked)} unpacked`);
  const long = [...files].find(([name, { length }]) => kindOf(name)?.isText && length > packageLimits.text);
  if (long) return refused(`a text of ${inBytes(long[1].length)}`, long[0]);
  return { passed: true, measured: `zip ${inBytes(zip)}, unpacked ${inBytes(unpacked)}`, where: null };
}

function measureRatio({ zip, unpacked, ratio, stopped }: Contents) {
  if (stopped?.by === 'overlap')
    return { passed: false, measured: 'packed bytes that are two files', where: shown(stopped.name ?? '') };
  const inAll = unpacked / zip;
  const worst = Math.max(ratio.value, inAll);
  return {
    passed: worst <= packageLimits.ratio,
    measured: `${worst.toFixed(1)} bytes out for a byte in`,
    where: ratio.value >= inAll && ratio.name !== null ? shown(ratio.name) : null,
  };
}

function nameViolations(entries: readonly Listed[]): Violation[] {
  const seen = new Set<string>();
  return entries.flatMap(({ name, isEncrypted }) => {
    const folded = foldName(name ?? '');
    const isTwice = name !== null && seen.has(folded);
    seen.add(folded);
    const what = [
      nameViolation(name),
      isTwice ? 'is there twice' : null,
      isEncrypted ? 'is of an encrypted file' : null,
    ].find((violation) => violation !== null);
    return what ? [{ what: `a name ${what}`, where: shown(name ?? '') }] : [];
  });
}

const EXECUTABLE = 0o111;

function contentViolations({ directory, files }: Contents): Violation[] {
  const entries = entriesOf(directory);
  const missing = ['theme.json', 'theme.css']
    .filter((name) => !entries.some((listed) => listed.name === name))
    .map((name) => ({ what: `${name} is missing`, where: name }));
  const executable = entries
    .filter((listed) => !listed.isFolder && !isSpecial(listed) && (listed.mode & EXECUTABLE) !== 0)
    .map(({ name, mode }) => ({
      what: `is executable, mode ${(mode & 0o777).toString(8)}`,
      where: shown(name ?? ''),
    }));
  const folders = entries
    .filter(({ name, isFolder }) => isFolder && name !== null && nameViolation(name) === null)
    .filter(({ name }) => !['fonts/', 'images/', 'previews/'].includes(name ?? ''))
    .map(({ name }) => ({ what: 'is no folder of a theme', where: shown(name ?? '') }));
  const wrong = [...files].flatMap(([name, content]) => {
    const kind = kindOf(name);
    const what = kind ? kind.violation(content) : 'is no file of a theme';
    return what === null ? [] : [{ what, where: shown(name) }];
  });
  return [...missing, ...folders, ...wrong, ...executable];
}
