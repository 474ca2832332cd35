import i18next from 'i18next';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { en } from '../../../web/src/language/en.ts';
import { zh } from '../../../web/src/language/zh.ts';

export type Language = 'en' | 'zh';

beforeAll(() =>
  i18next.use(initReactI18next).init({
    resources: { en: { translation: en }, zh: { translation: zh } },
    interpolation: { escapeValue: false },
  }),
);

/** What a hook of the pages says in a language. */
export async function spoken<T>(language: Language, useWords: () => T): Promise<T> {
  await i18next.changeLanguage(language);
  const said: T[] = [];
  const Page = () => {
    said.push(useWords());
    return null;
  };
  renderToStaticMarkup(createElement(Page));
  return said[0] as T;
}
