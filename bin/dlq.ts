import { queueAt } from './dlq/cloud.ts';
import { localStackAt } from './dlq/local-stack.ts';
import { printTable } from './dlq/table.ts';
import { optionsOf } from './options.ts';

/**
 * `npm run dlq -- list` shows what could not be done and why; `redrive` sends it back to where it failed. Of the
 * dead-letter queue that `--queue-url` or QUEUE_URL names, with the rights of whoever runs it; without one, of the
 * local stack that runs at BASE_URL.
 */
const USAGE = 'npm run dlq -- list|redrive [--queue-url <URL>]   (else BASE_URL: where the local stack is)';
const { values, positionals } = optionsOf(USAGE, {
  options: { 'queue-url': { type: 'string' } },
  allowPositionals: true,
});
const queueUrl = values['queue-url'] ?? process.env.QUEUE_URL;
const dead = queueUrl ? queueAt(queueUrl) : localStackAt(process.env.BASE_URL ?? 'http://127.0.0.1:3000');

const commands: Readonly<Record<string, () => Promise<void>>> = {
  list: async () => {
    const letters = await dead.list();
    if (letters.length === 0) console.log('No dead letters.');
    else printTable(letters);
  },
  redrive: async () => {
    const { redriven, left } = await dead.redrive();
    console.log(`${redriven} sent back.`);
    for (const { id, why } of left) console.log(`${id} stays: ${why}`);
  },
};

const [name = ''] = positionals;
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command === undefined) {
  console.error(`Usage: ${USAGE}`);
  process.exit(2);
}
try {
  await command();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
