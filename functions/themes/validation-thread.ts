import { parentPort } from 'node:worker_threads';
import { validatePackage } from './validate.ts';

/**
 * The thread in which packages are validated, one after the other. What a package makes it throw ends it: the
 * caller takes that for a verdict.
 */
parentPort?.on('message', async (zip: Uint8Array) => {
  parentPort?.postMessage(await validatePackage(zip));
});
parentPort?.postMessage('ready');
