import { parentPort } from 'node:worker_threads';
import { validatePackage } from './validate.ts';

/** The thread that validates packages one after another. An exception ends it, which the caller treats as a result. */
parentPort?.on('message', async (zip: Uint8Array) => {
  parentPort?.postMessage(await validatePackage(zip));
});
parentPort?.postMessage('ready');
