import { type Options, stringify } from 'csv-stringify/sync';
import { dayAt } from '../../domain/calendar.ts';
import { ApiError } from '../../domain/errors.ts';
import { decimalOf, type Money } from '../../domain/money.ts';
import type { Instant } from '../../domain/time.ts';
import type { Listed, ListPart } from '../../store/table/list.ts';
import type { Answer } from './call.ts';

/** A function's response is limited to 6 MiB, which includes the JSON around the text. */
const MOST_BYTES = 5_500_000;
/** The number of rows read at a time. */
const PART = 1_000;

/** Money is written as a decimal of the major unit: `29.00`. */
export type Cell = string | number | boolean | Money;

/** A list as CSV: how its items are read and formatted. */
export interface CsvList<Item, Column extends string> {
  readonly columns: readonly Column[];
  readonly rowOf: (item: Item) => Readonly<Record<Column, Cell>>;
  readonly read: (part: ListPart) => Promise<Listed<Item>>;
  /** The name under which browsers save the file. ASCII without quotes. */
  readonly fileName: string;
}

/**
 * Answers with a list as CSV for spreadsheets: UTF-8 with a byte order mark, and formulas escaped. Without `limit` and
 * `cursor` it returns all rows, or throws `report-too-large` if they do not fit into one answer. Otherwise it returns
 * one part, and `x-next-cursor` has the next cursor. Memory: the text and one part of rows.
 */
export async function csvAnswer<Item, Column extends string>(
  list: CsvList<Item, Column>,
  asked: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
): Promise<Answer> {
  const isPart = asked.limit !== undefined || asked.cursor !== undefined;
  const texts: string[] = [];
  let bytes = 0;
  let cursor = asked.cursor ?? null;
  do {
    const { items, nextCursor } = await list.read({ limit: asked.limit ?? PART, cursor });
    const isFirst = texts.length === 0;
    const rows = items.map(list.rowOf);
    const text = stringify(rows, { ...written, columns: [...list.columns], header: isFirst, bom: isFirst });
    // The answer is sent as JSON, which escapes quotes and line ends.
    bytes += Buffer.byteLength(JSON.stringify(text));
    if (bytes > MOST_BYTES) throw tooLarge();
    texts.push(text);
    cursor = nextCursor;
  } while (cursor !== null && !isPart);
  const headers = {
    vary: 'accept',
    'content-disposition': `attachment; filename="${list.fileName}"`,
    ...(cursor === null ? {} : { 'x-next-cursor': cursor }),
  };
  return { status: 200, csv: texts.join(''), headers };
}

/** Escapes text that a spreadsheet would read as a formula, including full-width signs. Numbers are unchanged. */
const written: Options = {
  escape_formulas: true,
  cast: {
    boolean: String,
    object: (money) => ({ value: decimalOf(money as unknown as Money), escape_formulas: false }),
  },
};

const tooLarge = (): ApiError =>
  new ApiError(
    'report-too-large',
    'The report is too large for one response. Send a shorter range with `from` and `to`, or page with `limit` and `cursor`.',
    { errors: [{ path: 'from', detail: 'Send a shorter range.' }] },
  );

interface Range {
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

export function refuseEmptyRange({ from, to }: Range): void {
  if (from === undefined || to === undefined || from < to) return;
  throw new ApiError('validation-failed', 'The range is empty. Send a later `to`; it is exclusive.', {
    errors: [{ path: 'to', detail: 'Must be later than `from`.' }],
  });
}

/** Returns the file name of a report: its subject, its account, and its range if one was requested. */
export const reportName = (what: string, account: string, { from, to }: Range): string =>
  `${[what, account, ...[from, to].flatMap((at) => (at === undefined ? [] : [dayAt(at)]))].join('-')}.csv`;
