import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { bundling } from '../../lib/bundling.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Bundle {
  readonly code: string;
  readonly bytes: number;
  /** What is in it, by file from the root, the heaviest first. */
  readonly inputs: readonly { readonly path: string; readonly bytes: number }[];
}

/** Bundles a file as `lib/function.ts` has CDK do it; or otherwise, as far as the options say. */
export async function bundleOf(entry: string, otherwise: BuildOptions = {}): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
    ...bundling,
    ...otherwise,
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: 'index.js',
    metafile: true,
    write: false,
    logLevel: 'error',
  });
  const output = metafile.outputs['index.js'];
  const code = outputFiles.find(({ path }) => path.endsWith('index.js'))?.text;
  if (output === undefined || code === undefined) throw new Error(`${entry} was not bundled.`);
  const inputs = Object.entries(output.inputs)
    .map(([path, { bytesInOutput }]) => ({ path, bytes: bytesInOutput }))
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes);
  return { code, bytes: output.bytes, inputs };
}

/** The code of many functions before names are shortened, by file beneath functions/: all of it read once. */
export async function readableBundles(files: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    ...bundling,
    minify: false,
    sourcemap: false,
    absWorkingDir: root,
    entryPoints: files.map((file) => `functions/${file}.ts`),
    outbase: 'functions',
    outdir: 'readable',
    write: false,
    logLevel: 'error',
  });
  const codes = new Map(outputFiles.map(({ path, text }) => [path.split('/readable/').at(-1) ?? '', text]));
  return new Map(files.map((file) => [file, codes.get(`${file}.js`) ?? '']));
}
