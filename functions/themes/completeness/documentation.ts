import { textOf } from '../archive/kinds.ts';
import type { Check } from '../check.ts';
import { counted, findingOf, type Violation } from '../measures.ts';
import type { ThemePackage } from '../package.ts';

const FEWEST = 200;

/** Buyers need a description of the theme, and packaged fonts need a license. */
export const documentation: Check<ThemePackage> = {
  id: 'documentation',
  title: 'The theme is described',
  required: `README.md of ≥ ${FEWEST} characters with a heading; with fonts, a LICENSE file or a line “License: …”`,
  measure: ({ files }) => {
    const readme = textOf(files.get('README.md') ?? new Uint8Array());
    const length = [...readme.trim()].length;
    return findingOf(violationsOf(readme, length, files), `README.md of ${counted(length)} characters`);
  },
};

function violationsOf(readme: string, length: number, files: ThemePackage['files']): Violation[] {
  const where = 'README.md';
  if (!files.has(where)) return [{ what: 'is missing', where }];
  const lines = readme.split(/\r?\n/);
  const paths = [...files.keys()];
  const font = paths.find((path) => path.startsWith('fonts/'));
  const isLicensed = paths.some((path) => path.startsWith('LICENSE')) || lines.some(namesLicence);
  return [
    ...(length >= FEWEST ? [] : [{ what: `${counted(length)} characters`, where }]),
    ...(lines.some(isHeading) ? [] : [{ what: 'no heading', where }]),
    ...(font === undefined || isLicensed ? [] : [{ what: 'a font without a licence', where: font }]),
  ];
}

/** https://spec.commonmark.org/0.31.2/#atx-headings, and underlined headings. */
const isHeading = (line: string, index: number, lines: readonly string[]): boolean =>
  /^ {0,3}#{1,6}[ \t]+\S/.test(line) ||
  (/^ {0,3}(=+|-+)[ \t]*$/.test(line) && (lines[index - 1] ?? '').trim() !== '');

const namesLicence = (line: string): boolean => /^\W*licen[cs]e\W+\w/i.test(line);
