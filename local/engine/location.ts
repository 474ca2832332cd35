import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

export type EngineLocation =
  | { readonly kind: 'binary'; readonly path: string }
  | { readonly kind: 'endpoint'; readonly url: string };

export interface Surroundings {
  readonly packageName: string;
  readonly path: string;
  readonly endpoint: string | undefined;
}

const BINARY = process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide';
const MISSING = [
  'There is no DynamoDB engine on this machine. Install one of these:',
  '  npm install --no-save @dynoxide/linux-x64@1.2.1   (Linux x64)',
  '  brew install nubo-db/tap/dynoxide                 (macOS, Linux)',
  '  cargo install dynoxide-rs                         (anywhere)',
  '  DYNAMODB_ENDPOINT=http://127.0.0.1:8000 npm start (an engine that runs already)',
].join('\n');

/**
 * Returns the engine's location: the npm package, else `dynoxide` on the PATH, else DYNAMODB_ENDPOINT. Throws if there
 * is none.
 */
export function locateEngine(around: Surroundings = surroundings()): EngineLocation {
  const binary = [packageFolder(around.packageName), ...around.path.split(delimiter)]
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, BINARY))
    .find((path) => existsSync(path));
  if (binary !== undefined) return { kind: 'binary', path: binary };
  if (around.endpoint !== undefined && around.endpoint !== '')
    return { kind: 'endpoint', url: around.endpoint };
  throw new Error(MISSING);
}

function packageFolder(name: string): string {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    return '';
  }
}

const surroundings = (): Surroundings => ({
  packageName: `@dynoxide/${process.platform}-${process.arch}`,
  path: process.env.PATH ?? '',
  endpoint: process.env.DYNAMODB_ENDPOINT,
});
