/**
 * Returns whether an error is caused by the data that a worker received or read. It fails on each retry, and later messages must
 * not wait for it.
 */
export const isDataError = (error: unknown): boolean =>
  [TypeError, RangeError, SyntaxError].some((kind) => error instanceof kind) ||
  (error instanceof Error && ['ZodError', 'ValidationException'].includes(error.name));
