/** How a list is asked for as CSV. */
export const asCsv = { headers: { accept: 'text/csv' }, parseAs: 'text' } as const;

/** What a part of such a list is answered with. */
interface CsvPart {
  readonly data?: unknown;
  readonly response: Response;
}

/** A list as CSV, as the API writes it: its parts one after another under one heading. */
export async function wholeCsv(read: (cursor: string | null) => Promise<CsvPart>): Promise<string> {
  const parts: string[] = [];
  let cursor: string | null = null;
  do {
    const { data, response }: CsvPart = await read(cursor);
    const part = String(data);
    parts.push(parts.length === 0 ? part : part.slice(part.indexOf('\n') + 1));
    cursor = response.headers.get('x-next-cursor');
  } while (cursor !== null);
  return parts.join('');
}

/** The answer of a route that can answer with CSV too, where it was not asked to. */
export function notCsv<T extends object>(answer: T | string): T {
  if (typeof answer === 'string') throw new Error('A list was asked for, and CSV was answered.');
  return answer;
}
