import { useTranslation } from 'react-i18next';
import { en } from './en.ts';
import { hasWord } from './has-word.ts';

/** A meter in the language of the page; one that the pages do not know yet as the API calls it. */
export function useMeterName(): (meter: string, title?: string) => string {
  const { t } = useTranslation();
  return (meter, title = meter) =>
    hasWord(en.meters, meter) && meter !== 'states' ? t(`meters.${meter}`) : title;
}
