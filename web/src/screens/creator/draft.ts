import type { Price } from '../../api/queries.ts';
import { amountIn } from '../../language/amount.ts';

/** What is written into the form of a theme. */
export interface Draft {
  readonly name: string;
  readonly description: string;
  readonly tags: string;
  readonly mode: Price['mode'];
  /** In whole units of the currency, as people write it: `19` or `19.90`. */
  readonly amount: string;
  readonly days: string;
}

export const emptyDraft: Draft = {
  name: '',
  description: '',
  tags: '',
  mode: 'free',
  amount: '',
  days: '30',
};

const CURRENCY = 'CNY';
/** Amounts are counted in hundredths. */
const unit = { name: 'one', size: 100, suggested: [] } as const;

export const priceIn = ({ mode, amount, days }: Draft) => {
  if (mode === 'free') return { mode };
  // What is no amount is 0: the API says then what an amount has to be.
  const money = { amount: amountIn(amount, unit) ?? 0, currency: CURRENCY };
  return mode === 'fixed' ? { mode, amount: money } : { mode, amount: money, durationDays: Number(days) };
};

export const tagsIn = ({ tags }: Draft): string[] => [
  ...new Set(
    tags
      .toLowerCase()
      .split(/[\s,，、]+/)
      .filter(Boolean),
  ),
];

/** A description is one paragraph. */
export const descriptionIn = ({ description }: Draft): string => description.trim().replaceAll(/\s+/g, ' ');

interface Described {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly price: Price;
}

export const draftOf = ({
  name,
  description,
  tags,
  price: { mode, amount, durationDays },
}: Described): Draft => ({
  name,
  description,
  tags: tags.join(', '),
  mode,
  amount: amount === undefined ? '' : written(amount.amount),
  days: String(durationDays ?? emptyDraft.days),
});

const written = (amount: number): string => {
  const digits = String(amount).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`.replace(/\.00$/, '');
};
