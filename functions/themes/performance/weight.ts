import { pixelsOf } from '../archive/kinds.ts';
import type { Check } from '../check.ts';
import { budgets } from '../limits.ts';
import { counted, findingOf, inBytes, many, type Violation } from '../measures.ts';
import type { ThemePackage } from '../package.ts';

/** Browsers paint nothing before the stylesheet is loaded. */
export const cssSize: Check<ThemePackage> = {
  id: 'css-size',
  title: 'theme.css is small',
  required: `< ${inBytes(budgets.css)}, as it is written`,
  measure: ({ files }) => {
    const bytes = files.get('theme.css')?.length ?? 0;
    const isSmall = bytes < budgets.css;
    return { passed: isSmall, measured: inBytes(bytes), where: isSmall ? null : 'theme.css' };
  },
};

export const fontBudget: Check<ThemePackage> = {
  id: 'font-budget',
  title: 'Fonts are few and small',
  required: `≤ ${budgets.fontFiles} files of WOFF2, ≤ ${inBytes(budgets.fonts)} in all`,
  measure: ({ files }) => {
    const fonts = within('fonts/', files);
    const isLight = fonts.length <= budgets.fontFiles && total(fonts) <= budgets.fonts;
    const measured = `${many(fonts.length, 'file')}, ${inBytes(total(fonts))}`;
    return { passed: isLight, measured, where: isLight ? null : (largest(fonts)?.path ?? null) };
  },
};

export const imageBudget: Check<ThemePackage> = {
  id: 'image-budget',
  title: 'Images are small',
  required:
    `≤ ${inBytes(budgets.image)} each and ≤ ${inBytes(budgets.images)} in all, without previews; ` +
    `≤ ${counted(budgets.imageSide)} px per side`,
  measure: ({ files }) => {
    const images = within('images/', files);
    const bytes = total(images);
    const inAll: Violation[] =
      bytes <= budgets.images
        ? []
        : [{ what: `${inBytes(bytes)} in all`, where: largest(images)?.path ?? null }];
    return findingOf(
      [...images.flatMap(imageViolations), ...inAll],
      `${many(images.length, 'file')}, ${inBytes(bytes)}`,
    );
  },
};

interface Weighed {
  readonly path: string;
  readonly content: Uint8Array;
}

function imageViolations({ path, content }: Weighed): Violation[] {
  const pixels = path.endsWith('.svg') ? null : pixelsOf(content);
  const isVast = pixels !== null && Math.max(pixels.width, pixels.height) > budgets.imageSide;
  return [
    ...(content.length > budgets.image ? [{ what: inBytes(content.length), where: path }] : []),
    ...(isVast ? [{ what: `${pixels.width}×${pixels.height} px`, where: path }] : []),
  ];
}

const within = (folder: string, files: ThemePackage['files']): Weighed[] =>
  [...files].filter(([path]) => path.startsWith(folder)).map(([path, content]) => ({ path, content }));

const total = (weighed: readonly Weighed[]): number =>
  weighed.reduce((sum, { content }) => sum + content.length, 0);

const largest = (weighed: readonly Weighed[]): Weighed | undefined =>
  weighed.toSorted((a, b) => b.content.length - a.content.length)[0];
