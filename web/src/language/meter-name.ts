import { useTranslation } from 'react-i18next';
import { en } from './en.ts';

type Known = Exclude<keyof typeof en.meters, 'states'>;
const isKnown = (meter: string): meter is Known => meter in en.meters && meter !== 'states';

/** A meter in the language of the page; one that the pages do not know yet as the API calls it. */
export function useMeterName(): (meter: string, title?: string) => string {
  const { t } = useTranslation();
  return (meter, title = meter) => (isKnown(meter) ? t(`meters.${meter}`) : title);
}
