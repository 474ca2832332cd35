import { fileURLToPath } from 'node:url';
import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { environmentNames, type Setting } from '../functions/runtime/config.ts';

/** What a function is given of the settings that functions read. */
export type Environment = Readonly<Partial<Record<Setting, string>>>;

/** What differs from one function to the next. */
export interface BillingFunctionProps {
  /** The file that exports `handler`, from the repository's root. */
  readonly entry: `functions/${'api' | 'workers'}/${string}.ts`;
  readonly environment?: Environment;
  /** Ten seconds if left out: API Gateway waits for thirty, but whoever asked should hear sooner. */
  readonly timeout?: Duration;
  /** In MiB; processor time grows with it. */
  readonly memory?: number;
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** A dependency in CommonJS may ask for Node's own modules by `require`, which an ES module lacks. */
const requireForCommonJs =
  "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

/**
 * The one way to make a Lambda. All of a function's code is in its bundle, the SDK too, so that it runs what was
 * tested. It starts with the right to write its own logs and traces; resources grant it the rest.
 */
export class BillingFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, props: BillingFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Logs`, { retention: RetentionDays.THREE_MONTHS });
    // A role of our own: the default one may write to every log group of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, id, {
      entry: `${root}${props.entry}`,
      environment: { NODE_OPTIONS: '--enable-source-maps', ...environmentOf(props.environment ?? {}) },
      timeout: props.timeout ?? Duration.seconds(10),
      memorySize: props.memory ?? 512,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      role,
      projectRoot: root,
      depsLockFilePath: `${root}package-lock.json`,
      bundling: {
        // ES modules load about a third faster than CommonJS here, and the `.mjs` leaves no doubt what the file is.
        format: OutputFormat.ESM,
        mainFields: ['module', 'main'],
        banner: requireForCommonJs,
        target: 'node24',
        bundleAwsSDK: true,
        minify: true,
        sourceMap: true,
        sourcesContent: false,
        logLevel: LogLevel.WARNING,
      },
    });
  }

  /** Tells it what was not known yet when it was made. */
  tell(environment: Environment): void {
    for (const [name, value] of Object.entries(environmentOf(environment))) this.addEnvironment(name, value);
  }
}

const environmentOf = (environment: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).map(([setting, value]) => [environmentNames[setting as Setting], value]),
  );
