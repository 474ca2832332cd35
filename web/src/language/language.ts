import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

const CHOSEN = 'language';

/** The language that was chosen here, or else the browser's. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(CHOSEN) ?? navigator.language;
  return chosen.startsWith('zh') ? 'zh' : 'en';
}

/** Brings the words of a language in: English comes with the page, the others are fetched. */
export async function speak(language: Language): Promise<void> {
  if (!i18next.isInitialized)
    await i18next.use(initReactI18next).init({
      resources: { en: { translation: en } },
      fallbackLng: 'en',
      interpolation: { escapeValue: false },
    });
  if (language === 'zh' && !i18next.hasResourceBundle('zh', 'translation'))
    i18next.addResourceBundle('zh', 'translation', (await import('./zh.ts')).zh);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}

export async function choose(language: Language): Promise<void> {
  localStorage.setItem(CHOSEN, language);
  await speak(language);
}
