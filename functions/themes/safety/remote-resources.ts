import { OffsetToLocation } from 'css-tree';
import type { Check } from '../check.ts';
import { type Target, targetOf } from '../css/addresses.ts';
import { referencesOf } from '../css/references.ts';
import { budgets } from '../limits.ts';
import { findingOf, inBytes, shown, type Violation } from '../measures.ts';
import type { ThemePackage } from '../package.ts';
import { ofDrawings } from './drawings.ts';

/** A theme that loads remote resources reveals its viewers to others, and could change after the review. */
export const noRemoteResources: Check<ThemePackage> = {
  id: 'no-remote-resources',
  title: 'Everything is loaded from the package',
  required: `relative addresses of files in the package, or images of ≤ ${inBytes(budgets.dataImage)} as data:`,
  measure: (theme) =>
    findingOf([...cssViolations(theme), ...drawingViolations(theme)], 'nothing from elsewhere'),
};

function cssViolations({ css, files }: ThemePackage): Violation[] {
  const locations = new OffsetToLocation(css);
  return referencesOf(css).flatMap(({ address, at }) => {
    const { line, column } = locations.getLocation(at);
    const what = address === null ? 'an address that is computed' : addressViolation(address, files);
    return what === null ? [] : [{ what, where: `theme.css:${line}:${column}` }];
  });
}

function addressViolation(address: string, files: ThemePackage['files']): string | null {
  const target = targetOf(address);
  if (target.kind === 'file')
    return files.has(target.path) ? null : `${shown(target.path)} is not in the package`;
  if (target.kind === 'fragment') return `${shown(address)} names no file`;
  if (target.kind === 'image') return imageViolation(target);
  return shown(address);
}

const imageViolation = ({ bytes }: Target & { kind: 'image' }): string | null =>
  bytes <= budgets.dataImage ? null : `an image of ${inBytes(bytes)} as data:`;

/** Drawings may refer only to their own parts. */
const drawingViolations = ({ files }: ThemePackage): Violation[] =>
  ofDrawings(files, ({ path, addresses }) =>
    addresses.flatMap(({ address, line }) => {
      const target = address === null ? null : targetOf(address);
      const what =
        target === null
          ? 'an address that is computed'
          : target.kind === 'image'
            ? imageViolation(target)
            : target.kind === 'file' || target.kind === 'remote'
              ? shown(address ?? '')
              : null;
      return what === null ? [] : [{ what, where: `${path}:${line}` }];
    }),
  );
