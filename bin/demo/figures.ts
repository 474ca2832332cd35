/** How figures are shown: `1,234,567 bytes`. */
export const bytes = (value: number): string => `${whole(value)} ${value === 1 ? 'byte' : 'bytes'}`;

export const seconds = (value: number): string => `${whole(value)} s`;

export const whole = (value: number): string => value.toLocaleString('en');

/** Minor units as people read them: `CNY 1,234.50`. By the digits, so that nothing is rounded. */
export function money(minorUnits: number): string {
  const digits = String(minorUnits).padStart(3, '0');
  return `CNY ${whole(Number(digits.slice(0, -2)))}.${digits.slice(-2)}`;
}

/** An amount of that meter. */
export const inUnitOf =
  (meter: string) =>
  (value: number): string =>
    meter === 'transcoding' ? seconds(value) : bytes(value);

/** The same items in another order, which depends on nothing but the random numbers. Fisher and Yates. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const mixed = [...items];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const [a, b] = [mixed[at], mixed[other]];
    if (a === undefined || b === undefined) continue;
    mixed[at] = b;
    mixed[other] = a;
  }
  return mixed;
}

/** Items in parts of at most `size`, in order. */
export const inParts = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  );
