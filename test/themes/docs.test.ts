import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { budgets, packageLimits } from '../../functions/themes/limits.ts';
import { manifestSchema } from '../../functions/themes/manifest.ts';
import { counted } from '../../functions/themes/measures.ts';
import { allChecks } from '../../functions/themes/validate.ts';

const read = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
const page = read('theme-package.md');

describe('docs/theme.schema.json', () => {
  it('is the schema by which theme.json is checked', () => {
    expect(JSON.parse(read('theme.schema.json'))).toEqual(z.toJSONSchema(manifestSchema));
  });
});

describe('docs/theme-package.md', () => {
  it('names every check, in display order, and no other', () => {
    const told = [...page.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, id]) => id);
    expect(told.slice(-allChecks.length)).toEqual(allChecks.map(({ id }) => id));
  });

  it.each(allChecks)('says what $id requires as the check itself does', ({ id, required }) => {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${id}\` |`));
    expect(row?.replaceAll('\\', '')).toContain(`| ${required} |`);
  });

  it('has an example that is a theme.json', () => {
    const [, example = ''] = /```jsonc\n(.*?)```/s.exec(page) ?? [];
    const json = JSON.parse(example.replaceAll(/\/\/.*$/gm, ''));
    expect(manifestSchema.safeParse(json).error).toBeUndefined();
  });

  it('states the limits in force', () => {
    const limits = { ...packageLimits, ...budgets };
    for (const name of [
      'zip',
      'entries',
      'unpacked',
      'entry',
      'text',
      'css',
      'fonts',
      'images',
      'image',
    ] as const)
      expect(page).toContain(counted(limits[name]));
  });
});
