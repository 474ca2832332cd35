import { useTranslation } from 'react-i18next';
import { en } from './en.ts';

interface Check {
  readonly id: string;
  readonly title: string;
  readonly required: string;
}

type Known = keyof typeof en.creator.checks.titles;
const isKnown = (id: string): id is Known => id in en.creator.checks.titles;

/** What a check holds a theme to, in the language of the page; one that the pages do not know yet as the API says it. */
export function useCheckWords(): (check: Check) => Pick<Check, 'title' | 'required'> {
  const { t } = useTranslation();
  return ({ id, title, required }) =>
    isKnown(id)
      ? {
          title: t(`creator.checks.titles.${id}`),
          required: t(`creator.checks.requirements.${id}`, { required }),
        }
      : { title, required };
}
