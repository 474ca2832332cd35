import { fileURLToPath } from 'node:url';
import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { BuildOptions } from 'esbuild';

/** The repository's root, with a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Parts of dependencies that no function of ours reaches in Lambda, and the few lines that take their places. */
const standIns = {
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
  ...Object.entries(standIns).map(([replaced, name]) => [replaced, `${root}lib/stand-ins/${name}.ts`]),
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
  esbuildArgs: { '--alias': Object.entries(alias).map(([replaced, path]) => `${replaced}=${path}`) },
  logLevel: LogLevel.WARNING,
  commandHooks: {
    beforeInstall: () => [],
    beforeBundling: () => [],
    // Leaves no doubt what index.js is, wherever it is unpacked: also in a folder below a package of ES modules.
    afterBundling: (_, outputDir) => [`echo '{"type":"commonjs"}' > ${outputDir}/package.json`],
  },
};
