import { ApiError } from '../../domain/errors.ts';

/** Returns the cursor of a sort key, for clients to continue a list. */
export const cursorAt = (key: string): string => Buffer.from(key).toString('base64url');

/** Returns the sort key of a cursor. Throws for a cursor of another list. */
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
