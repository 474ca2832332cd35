import { useTranslation } from 'react-i18next';
import { en } from '../../language/en.ts';
import { hasWord } from '../../language/has-word.ts';

/** A type of charge in the language of the page; one that the pages do not know yet as the API calls it. */
export function useChargeType(): (type: string) => string {
  const { t } = useTranslation();
  return (type) => (hasWord(en.charges.types, type) ? t(`charges.types.${type}`) : type);
}
