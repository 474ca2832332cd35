import { ApiError } from '../../domain/errors.ts';

/** A place in a list, by its sort key, as clients are given it to go on from. */
export const cursorAt = (key: string): string => Buffer.from(key).toString('base64url');

/** The sort key that a cursor stands for. Refuses one that this list did not answer. */
export function readCursor(cursor: string, isOfList: (key: string) => boolean): string {
  const key = Buffer.from(cursor, 'base64url').toString();
  if (isOfList(key) && cursor === cursorAt(key)) return key;
  throw new ApiError(
    'validation-failed',
    'The cursor does not belong to this list. Start again without it.',
    {
      errors: [{ path: 'cursor', detail: 'Send a nextCursor of this list.' }],
    },
  );
}
