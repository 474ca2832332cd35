import { validatePackage } from '../../../functions/themes/validate.ts';
import { packageOf } from '../../support/theme-package.ts';
import { rhyme } from './material.ts';
import { packages } from './packages.ts';
import { drawing } from './specimens.ts';
import { themes } from './themes.ts';

/**
 * Validates what is heavy in the zoo in a process of its own, and prints what that weighed, and how long one took to compute, at most. What the specimens
 * weigh while they are made is in it.
 */
const heavy = [
  'manifest-valid',
  'stylesheet-valid',
  'css-selectors',
  'svg-safe',
  'css-size',
  'font-budget',
  'image-budget',
];
const specimens = [
  ...[...Object.values(packages), ...heavy.map((id) => themes[id] ?? {})].flatMap(Object.values),
  crowd,
];
let refused = 0;
let slowestMs = 0;
for (const make of specimens) {
  const zip = await make();
  const from = process.cpuUsage();
  if (!(await validatePackage(zip)).passed) refused += 1;
  const { user, system } = process.cpuUsage(from);
  slowestMs = Math.max(slowestMs, (user + system) / 1_000);
}
// In KB. https://man7.org/linux/man-pages/man2/getrusage.2.html
const peakBytes = process.resourceUsage().maxRSS * 1_024;
console.log(JSON.stringify({ specimens: specimens.length, refused, slowestMs, peakBytes }));

/** As many drawings of as many elements as a package can have. */
function crowd(): Promise<Uint8Array> {
  const content = drawing(`<desc>${rhyme(4_000)}</desc>${'<g/>'.repeat(48_000)}`);
  return packageOf({
    files: Object.fromEntries(Array.from({ length: 95 }, (_, index) => [`images/${index}.svg`, content])),
  });
}
