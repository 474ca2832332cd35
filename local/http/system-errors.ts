/**
 * Returns the code of a system error, such as ENOENT. Checks its shape, because an error may come from another realm.
 */
export const systemCode = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

export const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(messageOf(error), { cause: error });

export const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
