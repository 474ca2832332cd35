import { pixelsOf } from '../archive/kinds.ts';
import type { Check } from '../check.ts';
import { budgets } from '../limits.ts';
import { findingOf, inBytes, type Violation } from '../measures.ts';
import type { Preview, ThemePackage } from '../package.ts';

interface Slot {
  readonly name: string;
  readonly scheme: Preview['scheme'];
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  readonly isRequired: boolean;
}

const desktop = { width: 1_280, height: 800, isRequired: true };
const phone = { width: 390, height: 844, isRequired: false };

/** The pictures that the store shows. */
const slots: readonly Slot[] = [
  { name: 'light', scheme: 'light', ...desktop },
  { name: 'dark', scheme: 'dark', ...desktop },
  { name: 'phone-light', scheme: 'light', ...phone },
  { name: 'phone-dark', scheme: 'dark', ...phone },
];

export const previews: Check<ThemePackage> = {
  id: 'previews',
  title: 'The theme shows itself in both schemes',
  required:
    `previews/light and previews/dark (png, jpg or webp) of 1280×800 px; if there, phone-light and phone-dark of ` +
    `390×844 px; each ≤ ${inBytes(budgets.preview)}`,
  measure: ({ files }) =>
    findingOf(
      [...slots.flatMap((slot) => slotViolations(slot, files)), ...strays(files)],
      previewsOf(files)
        .map(({ path, width, height }) => `${path} ${width}×${height}`)
        .join(', '),
    ),
};

/** Returns the previews of a package, in display order. */
export const previewsOf = (files: ThemePackage['files']): Preview[] =>
  slots.flatMap(({ name, scheme }) =>
    named(name, files).flatMap((path) => {
      const pixels = pixelsOf(files.get(path) ?? new Uint8Array());
      return pixels ? [{ path, scheme, width: pixels.width, height: pixels.height }] : [];
    }),
  );

const named = (name: string, files: ThemePackage['files']): string[] =>
  ['png', 'jpg', 'webp']
    .map((extension) => `previews/${name}.${extension}`)
    .filter((path) => files.has(path));

function slotViolations(
  { name, width, height, isRequired }: Slot,
  files: ThemePackage['files'],
): Violation[] {
  const [path, second] = named(name, files);
  if (path === undefined) return isRequired ? [{ what: 'is missing', where: `previews/${name}.png` }] : [];
  if (second !== undefined) return [{ what: `is there beside ${path}`, where: second }];
  const content = files.get(path) ?? new Uint8Array();
  const pixels = pixelsOf(content);
  const isRight = pixels?.width === width && pixels.height === height;
  return [
    ...(isRight
      ? []
      : [{ what: `${pixels?.width}×${pixels?.height} px, not ${width}×${height}`, where: path }]),
    ...(content.length <= budgets.preview ? [] : [{ what: inBytes(content.length), where: path }]),
  ];
}

const strays = (files: ThemePackage['files']): Violation[] => {
  const known = new Set(slots.flatMap(({ name }) => named(name, files)));
  return [...files.keys()]
    .filter((path) => path.startsWith('previews/') && !known.has(path))
    .map((path) => ({ what: 'is no preview that is shown', where: path }));
};
