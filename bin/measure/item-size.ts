import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** Write units of one write of an item: one a started KB. */
export const writeUnits = (item: Record<string, AttributeValue>): number =>
  Math.max(1, Math.ceil(itemSize(item) / 1_024));

/** The bytes of an item as DynamoDB counts them: names and values; a number takes a byte for two digits. */
export const itemSize = (item: Record<string, AttributeValue>): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);

/** What a list or a map costs by itself, and each of its elements. */
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
