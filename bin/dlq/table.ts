/** A failed message with the reason. */
export interface DeadLetter {
  readonly id: string;
  /** The name of the queue in which it failed. */
  readonly queue: string;
  readonly reason: string;
  readonly receivedAt: string;
  readonly receiveCount: number;
  readonly body: string;
}

export interface Redriven {
  readonly redriven: number;
  /** Messages that could not be sent back, with the reason. */
  readonly left: readonly { readonly id: string; readonly why: string }[];
}

/** Access to a dead-letter queue. */
export interface DeadLetters {
  list(): Promise<readonly DeadLetter[]>;
  redrive(): Promise<Redriven>;
}

const longest = [36, 60, 5, 24, 60, 60];

/** Prints one line per message. */
export function printTable(letters: readonly DeadLetter[]): void {
  const cells = letters.map(({ id, queue, receiveCount, receivedAt, reason, body }) => [
    id,
    queue,
    String(receiveCount),
    receivedAt,
    reason,
    body,
  ]);
  const rows = [['id', 'queue', 'tries', 'since', 'reason', 'body'], ...cells].map((row) =>
    row.map((cell, i) => shorten(cell, longest[i] ?? 60)),
  );
  const widths = longest.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  for (const row of rows)
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

function shorten(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
