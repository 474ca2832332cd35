import { amountIn } from '../../../language/amount.ts';
import type { Meter } from '../platform.ts';

/** In what an amount is written down, and how many of the meter's unit that is. */
export interface WrittenUnit {
  readonly name: 'gigabyte' | 'minute' | 'second' | 'one';
  readonly size: number;
}

const one: WrittenUnit = { name: 'one', size: 1 };
const gigabyte: WrittenUnit = { name: 'gigabyte', size: 1_000_000_000 };
const minute: WrittenUnit = { name: 'minute', size: 60 };
const second: WrittenUnit = { name: 'second', size: 1 };
/** Money is written in its major unit. */
const HUNDRED = 100;

/** The unit that an amount can be written in without a remainder. */
export function unitFor({ unit }: Pick<Meter, 'unit'>, amount = 0): WrittenUnit {
  if (unit === 'byte') return gigabyte;
  if (unit === 'second') return amount % minute.size === 0 ? minute : second;
  return one;
}

/** An amount as it is written into a field: `12.5`. Of a size that is a power of ten, or divides it. */
export function written(amount: number, size: number): string {
  const whole = BigInt(amount) / BigInt(size);
  const digits = String(size).length - 1;
  const part = (BigInt(amount) % BigInt(size)).toString().padStart(digits, '0').replace(/0+$/, '');
  return part === '' ? String(whole) : `${whole}.${part}`;
}

export const writtenMoney = (minor: number): string => {
  const digits = String(minor).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** What was written, in whole units; null when it is no amount. */
export const readAmount = (text: string, size: number): number | null =>
  amountIn(text, { name: 'one', size, suggested: [] });

export const readMoney = (text: string): number | null => readAmount(text, HUNDRED);
