import { type ParseArgsConfig, parseArgs } from 'node:util';

/**
 * The options of a command. When there are some that it does not know it says so, and how it is called, and the
 * process ends with 2.
 */
export function optionsOf<T extends ParseArgsConfig>(usage: string, config: T) {
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(`${(error as Error).message}\nUsage: ${usage}`);
    process.exit(2);
  }
}
