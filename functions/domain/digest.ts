import { createHash } from 'node:crypto';
import { stringify } from 'safe-stable-stringify';

/** Returns 64 hex digits. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Returns the same 64 hex digits for equal JSON values, whatever the order of their members. */
export const digestOf = (value: object): string => sha256(stringify(value));
