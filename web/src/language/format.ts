import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** How figures are written in the language of the page. They are only written here: what they are, the API says. */
export interface Format {
  /** `¥29.00`, from minor units. */
  money(money: Money): string;
  /** Of a meter's unit: `1.2 GB`, `30 min`, `5`. */
  amount(amount: number, unit: string): string;
  number(value: number): string;
  /** `84 %`, rounded down: what is not full never shows as full. */
  percent(part: number, whole: number): string;
  date(iso: string): string;
  time(iso: string): string;
  dayAndMonth(iso: string): string;
  month(iso: string): string;
  hour(iso: string): string;
  /** `in 3 days`, `2 hours ago`. */
  relative(iso: string, now: number): string;
}

export function useFormat(): Format {
  const { i18n } = useTranslation();
  return useMemo(() => formatIn(i18n.language === 'zh' ? 'zh-CN' : 'en-GB'), [i18n.language]);
}

const BYTE_STEPS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;

function formatIn(locale: string): Format {
  const number = new Intl.NumberFormat(locale);
  const date = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
    return (iso: string) => format.format(new Date(iso));
  };
  return {
    money: ({ amount, currency }) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(
        amount / 100,
      ),
    amount: (amount, unit) =>
      unit === 'byte'
        ? bytes(locale, amount)
        : unit === 'second'
          ? minutes(locale, amount)
          : number.format(amount),
    number: (value) => number.format(value),
    percent: (part, whole) =>
      new Intl.NumberFormat(locale, { style: 'percent' }).format(
        whole === 0 ? 0 : Math.floor((part / whole) * 100) / 100,
      ),
    date: date({ dateStyle: 'medium' }),
    time: date({ dateStyle: 'medium', timeStyle: 'short' }),
    dayAndMonth: date({ day: 'numeric', month: 'short' }),
    month: date({ month: 'long', year: 'numeric' }),
    hour: date({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
    relative: (iso, now) => relative(locale, Date.parse(iso) - now),
  };
}

function bytes(locale: string, amount: number): string {
  const step = amount < 1_000 ? 0 : Math.min(BYTE_STEPS.length - 1, Math.floor(Math.log10(amount) / 3));
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: BYTE_STEPS[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: step === 0 ? 0 : 2,
  }).format(amount / 1_000 ** step);
}

const minutes = (locale: string, seconds: number): string =>
  new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: seconds < 60 && seconds > 0 ? 'second' : 'minute',
    maximumFractionDigits: 1,
  }).format(seconds < 60 && seconds > 0 ? seconds : seconds / 60);

function relative(locale: string, milliseconds: number): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const steps = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
  ] as const;
  for (const [unit, size] of steps)
    if (Math.abs(milliseconds) >= size) return format.format(Math.trunc(milliseconds / size), unit);
  return format.format(Math.trunc(milliseconds / 1_000), 'second');
}
