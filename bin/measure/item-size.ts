import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** Returns the write units of one write of an item: one per started KB. */
export const writeUnits = (item: Record<string, AttributeValue>): number =>
  Math.max(1, Math.ceil(itemSize(item) / 1_024));

/** Returns the size of an item as DynamoDB computes it: names and values; two digits of a number take a byte. */
export const itemSize = (item: Record<string, AttributeValue>): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);

/** The overhead of a list or a map, and of each of its elements. */
const CONTAINER = 3;
const ELEMENT = 1;

function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return value.B.byteLength;
  if (value.SS) return total(value.SS, (text) => Buffer.byteLength(text));
  if (value.NS) return total(value.NS, numberSize);
  if (value.BS) return total(value.BS, (bytes) => bytes.byteLength);
  if (value.L) return CONTAINER + total(value.L, (each) => ELEMENT + valueSize(each));
  if (value.M) return CONTAINER + Object.keys(value.M).length * ELEMENT + itemSize(value.M);
  return 1;
}

const numberSize = (digits: string): number => 1 + Math.ceil(digits.replace(/[-.]/g, '').length / 2);

const total = <T>(values: readonly T[], size: (value: T) => number): number =>
  values.reduce((sum, value) => sum + size(value), 0);
