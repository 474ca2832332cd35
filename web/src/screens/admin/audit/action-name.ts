import { useTranslation } from 'react-i18next';
import { en } from '../../../language/en.ts';

type Known = keyof typeof en.admin.actions;
const isKnown = (action: string): action is Known => action in en.admin.actions;

/** What was done, in the language of the page; what the pages do not know yet as the log calls it. */
export function useActionName(): (action: string) => string {
  const { t } = useTranslation();
  return (action) => {
    const word = action.replaceAll('.', '-');
    return isKnown(word) ? t(`admin.actions.${word}`) : action;
  };
}
