import { type AccountId, isAccountId } from '../accounts.ts';
import { type Hour, hourOf, type Instant, SECOND, startOfHour } from '../time.ts';
import { OWN_SOURCES, type UsageEvent } from './deduplication.ts';

/** The source of usage from CloudFront's logs. Clients cannot use it. */
const ACCESS_LOG_SOURCE = `${OWN_SOURCES}cloudfront`;
const ACCESS_LOG_METER = 'bandwidth';

/** Paths of accounts' files. The account follows. */
export const ACCOUNT_PATHS: readonly string[] = ['/u/', '/uploads/'];

/** Returns the account of a path; null if it has none. */
export function accountOfPath(path: string, roots: readonly string[] = ACCOUNT_PATHS): AccountId | null {
  const plain = path.includes('%') ? decoded(path) : path;
  const root = roots.find((each) => plain.startsWith(each));
  if (root === undefined) return null;
  const end = plain.indexOf('/', root.length);
  const name = plain.slice(root.length, end === -1 ? undefined : end);
  return isAccountId(name) ? name : null;
}

/**
 * Decodes a path twice. A viewer may encode any character as `%xx`, and CloudFront logs that percent sign as `%25`; the
 * origin serves the same file. So no spelling avoids being counted.
 */
function decoded(path: string): string {
  try {
    return decodeURIComponent(decodeURIComponent(path));
  } catch {
    return path;
  }
}

/** One line of a log: bytes sent to a viewer. */
export type LogLine =
  | { readonly kind: 'delivery'; readonly hour: Hour; readonly path: string; readonly bytes: number }
  /** A directive, or an empty line. */
  | { readonly kind: 'heading' }
  | { readonly kind: 'malformed' };

type Field = (name: string) => string | undefined;

const FIELDS = '#Fields:';
const HEADING = { kind: 'heading' } as const;
const MALFORMED = { kind: 'malformed' } as const;

/**
 * Returns a parser for the lines of one CloudFront standard log, in order: JSON, or W3C with the columns in `#Fields`.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
 */
export function logReader(): (line: string) => LogLine {
  let columns = new Map<string, number>();
  return (line) => {
    if (line === '' || line === '\r') return HEADING;
    if (line.startsWith(FIELDS)) {
      const names = line.slice(FIELDS.length).trim().split(/\s+/);
      columns = new Map(names.map((name, index) => [name, index]));
    }
    if (line.startsWith('#')) return HEADING;
    const field = line.startsWith('{') ? jsonFields(line) : columnFields(line, columns);
    return field ? deliveryOf(field) : MALFORMED;
  };
}

function jsonFields(line: string): Field | undefined {
  try {
    const record: Readonly<Record<string, unknown>> = JSON.parse(line);
    return (name) => {
      const value = record[name];
      return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
    };
  } catch {
    return undefined;
  }
}

function columnFields(line: string, columns: ReadonlyMap<string, number>): Field | undefined {
  const values = line.trimEnd().split(line.includes('\t') ? '\t' : ' ');
  if (columns.size === 0 || values.length !== columns.size) return undefined;
  return (name) => values[columns.get(name) ?? -1];
}

function deliveryOf(field: Field): LogLine {
  const [hour, path, bytes] = [hourIn(field), field('cs-uri-stem'), field('sc-bytes')];
  if (hour === null || path === undefined || bytes === undefined || !/^\d{1,15}$/.test(bytes))
    return MALFORMED;
  return { kind: 'delivery', hour, path, bytes: Number(bytes) };
}

/** Version 2 of the logs may have an epoch time instead of date and time. */
function hourIn(field: Field): Hour | null {
  const [date = '', time = ''] = [field('date'), field('time')];
  if (/^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(date) && /^([01]\d|2[0-3]):/.test(time))
    return `${date}T${time.slice(0, 2)}` as Hour;
  const epoch = Number(field('timestamp(ms)') ?? Number(field('timestamp')) * SECOND);
  return epoch > 0 && epoch < Date.UTC(2100, 0) ? hourOf(epoch as Instant) : null;
}

/** The sums of a log. Memory grows with accounts and hours, not with lines. */
export interface LogTally {
  lines: number;
  malformed: number;
  /** Lines whose path has no account. */
  unattributed: number;
  readonly bytes: Map<AccountId, Map<Hour, number>>;
}

export const emptyTally = (): LogTally => ({ lines: 0, malformed: 0, unattributed: 0, bytes: new Map() });

export function addLine(tally: LogTally, line: LogLine, roots?: readonly string[]): void {
  if (line.kind === 'heading') return;
  tally.lines += 1;
  if (line.kind === 'malformed') {
    tally.malformed += 1;
    return;
  }
  const account = accountOfPath(line.path, roots);
  if (account === null) {
    tally.unattributed += 1;
    return;
  }
  const hours = tally.bytes.get(account) ?? new Map<Hour, number>();
  // Copy the strings, because a substring keeps the whole chunk of the file in memory.
  if (hours.size === 0) tally.bytes.set(copied(account), hours);
  const known = hours.get(line.hour);
  hours.set(known === undefined ? copied(line.hour) : line.hour, (known ?? 0) + line.bytes);
}

const copied = <Text extends string>(text: Text): Text => Buffer.from(text).toString() as Text;

/**
 * Returns the usage events of a log file: one per account and hour, with ids from the file name and the hour. The same
 * file, even with corrected content, gives the same ids, so it counts once.
 */
export function eventsOfLog(
  key: string,
  { bytes }: LogTally,
): (UsageEvent & { readonly account: AccountId; readonly meter: string })[] {
  return [...bytes].flatMap(([account, hours]) =>
    [...hours]
      .filter(([, amount]) => amount > 0)
      .map(([hour, amount]) => ({
        account,
        meter: ACCESS_LOG_METER,
        source: ACCESS_LOG_SOURCE,
        id: `${key}#${hour}`,
        at: startOfHour(hour),
        amount,
      })),
  );
}
