import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const CDK = join(ROOT, 'node_modules/.bin/cdk');

/** Has the CDK's own command remove all stacks of a stage, the last first. It tells by itself what it could not do. */
export async function destroyAll(stage: string): Promise<void> {
  const child = spawn(CDK, ['destroy', '--all', '--force', '-c', `stage=${stage}`], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  await once(child, 'close');
}
