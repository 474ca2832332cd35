import { packageLimits } from '../limits.ts';

/** A name as the package's directory has it: its bytes as UTF-8, or null where they are none. */
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

/** Why a name is not safe on every system; null if it is. */
export function nameViolation(name: string | null): string | null {
  if (name === null) return 'is not UTF-8';
  if (name.length > packageLimits.name) return `is longer than ${packageLimits.name} characters`;
  const known = violations.find(([pattern]) => pattern.test(name));
  if (known) return known[1];
  return name === name.normalize('NFC') ? null : 'is not in Unicode normal form C';
}

/** Names with the same are one file on a system that does not tell upper from lower case. */
export const foldName = (name: string): string => name.normalize('NFKC').toUpperCase().toLowerCase();
