import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const CDK = join(ROOT, 'node_modules/.bin/cdk');

/** Removes all stacks of a stage with the CDK CLI, the last one first. The CLI reports failures itself. */
export async function destroyAll(stage: string): Promise<void> {
  const child = spawn(CDK, ['destroy', '--all', '--force', '-c', `stage=${stage}`], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  await once(child, 'close');
}
