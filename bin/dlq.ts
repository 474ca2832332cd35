import * as z from 'zod';

/** `npm run dlq -- list` shows what failed on the desk and why; `redrive` sends it back to where it failed. */
const baseUrl = process.env.BASE_URL ?? 'http://127.0.0.1:3000';

const listSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      queue: z.string(),
      reason: z.string(),
      receivedAt: z.string(),
      receiveCount: z.number(),
      body: z.string(),
    }),
  ),
});
const redriveSchema = z.object({ redriven: z.number() });

const commands: Readonly<Record<string, () => Promise<void>>> = {
  list: async () => {
    const { items } = listSchema.parse(await call('GET', '/dev/dead-letters'));
    if (items.length === 0) console.log('No dead letters.');
    else
      printTable(
        items.map((item) => [
          item.id,
          item.queue,
          item.receiveCount,
          item.receivedAt,
          item.reason,
          item.body,
        ]),
      );
  },
  redrive: async () => {
    const { redriven } = redriveSchema.parse(await call('POST', '/dev/dead-letters/redrive'));
    console.log(`${redriven} sent back.`);
  },
};

const command = Object.hasOwn(commands, process.argv[2] ?? '') ? commands[process.argv[2] ?? ''] : undefined;
if (command === undefined) {
  console.error('Usage: npm run dlq -- list|redrive   (BASE_URL: where the desk is)');
  process.exit(2);
}
try {
  await command();
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exit(1);
}

async function call(method: string, path: string): Promise<unknown> {
  const response = await fetch(`${baseUrl}${path}`, { method }).catch(() => {
    throw new Error(`No desk answers at ${baseUrl}. Start one with npm start, or set BASE_URL.`);
  });
  if (!response.ok) throw new Error(`${method} ${baseUrl}${path} answered ${response.status}.`);
  return response.json();
}

function printTable(cells: readonly (readonly (string | number)[])[]): void {
  const longest = [36, 10, 5, 24, 60, 60];
  const rows = [['id', 'queue', 'tries', 'since', 'reason', 'body'], ...cells].map((row) =>
    row.map((cell, i) => shorten(String(cell), longest[i] ?? 60)),
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
