import type { Locator } from 'playwright-core';
import { en, type Words } from '../../../web/src/language/en.ts';
import { zh } from '../../../web/src/language/zh.ts';

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

/** The app's own words: what a test looks for is what the app says, in whatever words. */
export const words: Readonly<Record<Language, Words>> = { en, zh };

/** A text of the app with its figures left open, as a pattern for the whole of it. */
export function anyOf(template: string): RegExp {
  return new RegExp(`^\\s*${opened(template)}\\s*$`);
}

/** The same, as a pattern for a part. */
export const within = (template: string): RegExp => new RegExp(opened(template));

const opened = (template: string): string =>
  template
    .split(/\{\{\w+\}\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('.+?');

/** A text of the app with its figures filled in. */
export const filled = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');

/** Three English words in a row: a sentence, not a name or an id. */
const ENGLISH = /[A-Za-z]{2,},? [a-z]+,? [a-z]+/;

/** What the API tells of is told in the language of the page. */
export async function expectToldIn(language: Language, thing: Locator): Promise<void> {
  const text = (await thing.textContent()) ?? '';
  expect({ text, isEnglish: ENGLISH.test(text) }).toEqual({ text, isEnglish: language === 'en' });
}
