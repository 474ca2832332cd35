export const whole = (value: number): string => value.toLocaleString('en');

export const bytes = (value: number): string => `${whole(value)} bytes`;

export const seconds = (value: number): string => `${whole(value)} s`;

/** Formats minor units by their digits, without rounding: `CNY 1,234.50`. */
export function money(minorUnits: number): string {
  const digits = String(minorUnits).padStart(3, '0');
  return `CNY ${whole(Number(digits.slice(0, -2)))}.${digits.slice(-2)}`;
}
