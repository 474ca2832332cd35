import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Parses the options of a command. For unknown options it prints the usage and exits with 2. */
export function optionsOf<T extends ParseArgsConfig>(usage: string, config: T) {
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(`${(error as Error).message}\nUsage: ${usage}`);
    process.exit(2);
  }
}
