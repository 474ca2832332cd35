import { useTranslation } from 'react-i18next';
import { en } from './en.ts';
import { hasWord } from './has-word.ts';

interface Check {
  readonly id: string;
  readonly title: string;
  readonly required: string;
}

/** What a check holds a theme to, in the language of the page; one that the pages do not know yet as the API says it. */
export function useCheckWords(): (check: Check) => Pick<Check, 'title' | 'required'> {
  const { t } = useTranslation();
  return ({ id, title, required }) =>
    hasWord(en.creator.checks.titles, id)
      ? {
          title: t(`creator.checks.titles.${id}`),
          required: t(`creator.checks.requirements.${id}`, { required }),
        }
      : { title, required };
}
