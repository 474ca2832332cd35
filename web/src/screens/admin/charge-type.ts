import { useTranslation } from 'react-i18next';
import { en } from '../../language/en.ts';

type Known = keyof typeof en.charges.types;
const isKnown = (type: string): type is Known => type in en.charges.types;

/** A type of charge in the language of the page; one that the pages do not know yet as the API calls it. */
export function useChargeType(): (type: string) => string {
  const { t } = useTranslation();
  return (type) => (isKnown(type) ? t(`charges.types.${type}`) : type);
}
