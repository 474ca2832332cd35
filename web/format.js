const number = (digits) => new Intl.NumberFormat('en', { maximumFractionDigits: digits });
const time = (options) => {
  const format = new Intl.DateTimeFormat('en-GB', options);
  return (iso) => format.format(new Date(iso));
};

const sizes = [
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
];

const units = {
  byte: (value) => {
    // From a tenth of a unit on: 0.8 GB stands beside 2 GB.
    const [per, name] = sizes.find(([size]) => value >= size / 10) ?? [1, 'bytes'];
    return `${number(2).format(value / per)} ${name}`;
  },
  second: (value) => (value > 0 && value < 60 ? `${value} s` : `${number(1).format(value / 60)} min`),
  slot: (value) => `${value} ${value === 1 ? 'slot' : 'slots'}`,
};

/** An amount in words: `0.8 GB`, `30 min`, `5 slots`. */
export const amount = (value, unit) => units[unit]?.(value) ?? `${number(0).format(value)} ${unit}`;

/** Minor units in words: `CNY 29.00`. */
export const money = ({ amount: minor, currency }) =>
  new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'code' }).format(minor / 100);

/** Days and months are the service's, in UTC; moments are the reader's. */
export const day = time({ timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' });
export const month = time({ timeZone: 'UTC', month: 'long', year: 'numeric' });
export const clock = time({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
export const moment = time({ weekday: 'short', hour: '2-digit', minute: '2-digit' });
