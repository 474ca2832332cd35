/** How a list is asked for as CSV. */
export const asCsv = { headers: { accept: 'text/csv' }, parseAs: 'blob' } as const;

/** The answer of a route that can answer with CSV too, where it was not asked to. */
export function notCsv<T extends object>(answer: T | string): T {
  if (typeof answer === 'string') throw new Error('A list was asked for, and CSV was answered.');
  return answer;
}
