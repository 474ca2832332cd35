const severities = { DEBUG: 0, INFO: 1, WARN: 2, ERROR: 3, SILENT: 4 } as const;

export type LogLevel = keyof typeof severities;
type Fields = Readonly<Record<string, unknown>>;

const isLevel = (text: string): text is LogLevel => Object.hasOwn(severities, text);

/**
 * Writes structured logs: one line of JSON each, with a stable event name first, then ids. Never bodies, never secrets.
 * A logging library would take an eighth of a function's start time.
 */
class Log {
  #least: LogLevel = levelOf(process.env.LOG_LEVEL);

  debug = (event: string, fields?: Fields): void => this.#write('DEBUG', event, fields);
  info = (event: string, fields?: Fields): void => this.#write('INFO', event, fields);
  warn = (event: string, fields?: Fields): void => this.#write('WARN', event, fields);
  error = (event: string, fields?: Fields): void => this.#write('ERROR', event, fields);

  /** Sets the lowest level that is written. */
  setLogLevel(level: LogLevel): void {
    this.#least = level;
  }

  #write(level: LogLevel, event: string, fields: Fields = {}): void {
    if (severities[level] < severities[this.#least]) return;
    const stream = severities[level] < severities.WARN ? process.stdout : process.stderr;
    // Lambda itself reads `level` and `timestamp`.
    const about = {
      level,
      message: event,
      timestamp: new Date().toISOString(),
      service: SERVICE,
      ...trace(),
    };
    stream.write(`${JSON.stringify({ ...about, ...fields }, errorsAsFields)}\n`);
  }
}

const SERVICE = 'real-deal-billing';

function levelOf(text = 'INFO'): LogLevel {
  const level = text.toUpperCase();
  return isLevel(level) ? level : 'INFO';
}

/** Returns the trace id of the invocation, `Root=1-…;Parent=…`. */
function trace(): Fields {
  const root = /Root=([^;]+)/.exec(process.env._X_AMZN_TRACE_ID ?? '')?.[1];
  return root === undefined ? {} : { xray_trace_id: root };
}

/** `JSON.stringify` drops an error's name, message and stack, so copy them. */
const errorsAsFields = (_name: string, value: unknown): unknown =>
  value instanceof Error
    ? { ...codeOf(value), name: value.name, message: value.message, stack: value.stack, cause: value.cause }
    : value;

const codeOf = (error: Error): Fields => ('code' in error ? { code: error.code } : {});

export const log = new Log();

/** Logs something that an operator must look at, once. The alarm PaymentsNeedAttention counts such lines. */
export const logForOperators = (event: string, ids: Readonly<Record<string, unknown>>): void =>
  log.error(event, { ...ids, attention: 'payments' });
