import type { ChargeLine } from '../../language/charge-line.ts';
import type { Money } from '../../language/format.ts';
import type { Note } from './queries.ts';

type Data = Note['data'];

/** What facts tell, of which any part may be missing: a later service may tell otherwise. */
export const textIn = (data: Data, name: string): string | null => {
  const value = data[name];
  return typeof value === 'string' ? value : null;
};

export const numberIn = (data: Data, name: string): number | null => {
  const value = data[name];
  return typeof value === 'number' ? value : null;
};

export const moneyIn = (data: Data, name: string): Money | null => {
  const { amount, currency } = partIn(data, name);
  return typeof amount === 'number' && typeof currency === 'string' ? { amount, currency } : null;
};

export const partIn = (data: Data, name: string): Data => {
  const value = data[name];
  return typeof value === 'object' && value !== null ? (value as Data) : {};
};

export const countIn = (data: Data, name: string): number => {
  const value = data[name];
  return Array.isArray(value) ? value.length : 0;
};

/** Meter → amount. */
export const amountsIn = (data: Data, name: string): Record<string, number> =>
  Object.fromEntries(
    Object.entries(partIn(data, name)).flatMap(([meter, amount]) =>
      typeof amount === 'number' ? [[meter, amount]] : [],
    ),
  );

/** The lines of a charge, those that say what they are for. */
export const linesIn = (charge: Data): ChargeLine[] => {
  const { lines } = charge;
  if (!Array.isArray(lines)) return [];
  return lines.filter((line: Data) => textIn(line, 'description') !== null);
};
