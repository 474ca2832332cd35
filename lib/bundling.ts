import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { BuildOptions } from 'esbuild';

/** The repository's root, with a trailing slash. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Parts of dependencies that no function uses in Lambda, and the short files that replace them. */
const stubs = {
  '@aws-sdk/credential-provider-node': 'credentials',
  '@aws-sdk/endpoint-cache': 'endpoint-cache',
  '@smithy/core/event-streams': 'event-streams',
} as const;

/** Self-contained builds of packages that otherwise read neighbouring files, which a bundle does not have. */
const ownBuilds = {
  'css-tree': 'css-tree/dist/csstree.esm.js',
  'css-tree/selector-parser': 'css-tree/lib/parser/parse-selector.js',
} as const;

const alias = Object.fromEntries([
  ...Object.entries(stubs).map(([replaced, name]) => [replaced, `${root}lib/stubs/${name}.ts`]),
  ...Object.entries(ownBuilds).map(([replaced, path]) => [replaced, `${root}node_modules/${path}`]),
]);

/** How every function is bundled, as esbuild options. Tests use them directly. */
export const bundling = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  // Loads about 9 ms faster than an ES module, of about 50 ms.
  format: 'cjs',
  // Use the ES modules of dependencies, so that unused code can be removed.
  mainFields: ['module', 'main'],
  minify: true,
  sourcemap: true,
  sourcesContent: false,
  alias,
  // Bundled code uses the empty `import.meta` to detect that it is bundled.
  logOverride: { 'empty-import-meta': 'silent' },
} as const satisfies BuildOptions;

/** The same options for CDK. */
export const bundlingOptions: BundlingOptions = {
  target: bundling.target,
  format: OutputFormat.CJS,
  mainFields: [...bundling.mainFields],
  minify: bundling.minify,
  sourceMap: bundling.sourcemap,
  sourcesContent: bundling.sourcesContent,
  // Deploys the SDK version that was tested, not that of the runtime.
  bundleAwsSDK: true,
  esbuildArgs: {
    '--alias': Object.entries(alias).map(([replaced, path]) => `${replaced}=${path}`),
    '--log-override': 'empty-import-meta=silent',
  },
  logLevel: LogLevel.WARNING,
  commandHooks: {
    beforeInstall: () => [],
    beforeBundling: () => [],
    // Marks index.js as CommonJS wherever it is unpacked, also below a package of ES modules.
    afterBundling: (_, outputDir) => [`echo '{"type":"commonjs"}' > ${outputDir}/package.json`],
  },
};

/**
 * Returns the options for a function that starts a thread. The thread's file is bundled separately, beside the
 * function's. `entry` is relative to the repository's root.
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

/** Returns `bundling` as an esbuild command line. */
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
