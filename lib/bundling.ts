import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { BuildOptions } from 'esbuild';

/** The repository's root, with a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Parts of dependencies that no function of ours reaches in Lambda, and the few lines that take their places. */
const stubs = {
  '@aws-sdk/credential-provider-node': 'credentials',
  '@aws-sdk/endpoint-cache': 'endpoint-cache',
  '@smithy/core/event-streams': 'event-streams',
} as const;

/** Builds of packages that have in them what they else read from files beside their own, which no bundle has. */
const ownBuilds = {
  'css-tree': 'css-tree/dist/csstree.esm.js',
  'css-tree/selector-parser': 'css-tree/lib/parser/parse-selector.js',
} as const;

const alias = Object.fromEntries([
  ...Object.entries(stubs).map(([replaced, name]) => [replaced, `${root}lib/stubs/${name}.ts`]),
  ...Object.entries(ownBuilds).map(([replaced, path]) => [replaced, `${root}node_modules/${path}`]),
]);

/** How every function is bundled: what CDK is told below, and what the tests bundle with, in esbuild's own words. */
export const bundling = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  // Loads about 9 ms sooner than an ES module does, of some 50.
  format: 'cjs',
  // The ES modules of dependencies, all the same: of those what nobody uses can be left out.
  mainFields: ['module', 'main'],
  minify: true,
  sourcemap: true,
  sourcesContent: false,
  alias,
  // What is bundled knows by it that it is.
  logOverride: { 'empty-import-meta': 'silent' },
} as const satisfies BuildOptions;

/** The same in CDK's words. */
export const bundlingOptions: BundlingOptions = {
  target: bundling.target,
  format: OutputFormat.CJS,
  mainFields: [...bundling.mainFields],
  minify: bundling.minify,
  sourceMap: bundling.sourcemap,
  sourcesContent: bundling.sourcesContent,
  // It runs what was tested, not what the runtime happens to have.
  bundleAwsSDK: true,
  esbuildArgs: {
    '--alias': Object.entries(alias).map(([replaced, path]) => `${replaced}=${path}`),
    '--log-override': 'empty-import-meta=silent',
  },
  logLevel: LogLevel.WARNING,
  commandHooks: {
    beforeInstall: () => [],
    beforeBundling: () => [],
    // Leaves no doubt what index.js is, wherever it is unpacked: also in a folder below a package of ES modules.
    afterBundling: (_, outputDir) => [`echo '{"type":"commonjs"}' > ${outputDir}/package.json`],
  },
};

/**
 * The same for a function that starts a thread: the thread's file is bundled to its own name, beside the function's.
 * `entry` is from the repository's root.
 */
export const bundlingWithThread = (entry: string): BundlingOptions => ({
  ...bundlingOptions,
  commandHooks: {
    beforeInstall: () => [],
    beforeBundling: () => [],
    afterBundling: (inputDir, outputDir) => [
      ...(bundlingOptions.commandHooks?.afterBundling(inputDir, outputDir) ?? []),
      threadCommand(entry, outputDir),
    ],
  },
});

/** `bundling` in the words of esbuild's command line. */
const threadCommand = (entry: string, outputDir: string): string =>
  [
    `${root}node_modules/.bin/esbuild`,
    `${root}${entry}`,
    '--bundle',
    `--platform=${bundling.platform}`,
    `--target=${bundling.target}`,
    `--format=${bundling.format}`,
    `--main-fields=${bundling.mainFields}`,
    '--minify',
    '--sourcemap',
    '--sources-content=false',
    '--log-override:empty-import-meta=silent',
    '--log-level=warning',
    ...Object.entries(alias).map(([replaced, path]) => `--alias:${replaced}=${path}`),
    `--outfile=${outputDir}/${basename(entry, '.ts')}.js`,
  ].join(' ');
