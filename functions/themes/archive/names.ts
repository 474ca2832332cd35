import { packageLimits } from '../limits.ts';

/** Decodes a name in the package's directory as UTF-8; null if it is invalid. */
export function decodeName(raw: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    return null;
  }
}

const violations: readonly (readonly [RegExp, string])[] = [
  [/^$/, 'has no name'],
  [/\p{C}/u, 'has characters that do not show'],
  [/\\/, 'has a backslash'],
  [/^[A-Za-z]:/, 'names a drive'],
  [/^\//, 'is absolute'],
  [/(^|\/)\.\.?(\/|$)/, 'leads out of its folder'],
  [/\/\//, 'has an empty folder'],
  [/[:*?"<>|%#]/, 'has a character that not every system or address can have'],
  [/[. ](\/|$)/, 'ends in a dot or a blank'],
];

/** Returns why a name is unsafe on some system; null if it is safe. */
export function nameViolation(name: string | null): string | null {
  if (name === null) return 'is not UTF-8';
  if (name.length > packageLimits.name) return `is longer than ${packageLimits.name} characters`;
  const known = violations.find(([pattern]) => pattern.test(name));
  if (known) return known[1];
  return name === name.normalize('NFC') ? null : 'is not in Unicode normal form C';
}

/** Normalizes a name. Names that are equal afterwards are one file on a case-insensitive system. */
export const foldName = (name: string): string => name.normalize('NFKC').toUpperCase().toLowerCase();
