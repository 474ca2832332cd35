import { queueAt } from './dlq/cloud.ts';
import { localStackAt } from './dlq/local-stack.ts';
import { printTable } from './dlq/table.ts';
import { optionsOf } from './options.ts';

/**
 * `npm run dlq -- list` shows failed messages with reasons; `redrive` sends them back to where they failed. Uses the
 * dead-letter queue of `--queue-url` or QUEUE_URL with the operator's rights, or without one the local stack at
 * BASE_URL.
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
