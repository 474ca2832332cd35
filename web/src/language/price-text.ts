import { useTranslation } from 'react-i18next';
import type { Price } from '../api/queries.ts';
import { useFormat } from './format.ts';

export const isFree = ({ amount }: Price): boolean => amount === undefined || amount.amount === 0;

/** `Free`, `¥19.00` or `¥9.00 for 30 days`. */
export function usePriceText(): (price: Price) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (price) => {
    const { amount, durationDays } = price;
    const sum = amount === undefined || isFree(price) ? t('store.free') : format.money(amount);
    return durationDays === undefined ? sum : t('store.forDays', { price: sum, count: durationDays });
  };
}
