import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { environmentNames, type Setting } from '../functions/runtime/config.ts';
import { bundlingOptions, bundlingWithThread, root } from './bundling.ts';

/** What a function is given of the settings that functions read. */
export type Environment = Readonly<Partial<Record<Setting, string>>>;

/** What differs from one function to the next. */
export interface BillingFunctionProps {
  /** The file that exports `handler`, from the repository's root. */
  readonly entry: `functions/${'api' | 'workers'}/${string}.ts`;
  readonly environment?: Environment;
  /** A file that it runs as a thread, from the repository's root. */
  readonly thread?: `functions/${string}.ts`;
  /** Ten seconds if left out: API Gateway waits for thirty, but whoever asked should hear sooner. */
  readonly timeout?: Duration;
  /** In MiB; processor time grows with it. */
  readonly memory?: number;
  /** How many may run at a time, set aside for it alone; as many as there is room for if left out. */
  readonly reservedConcurrency?: number;
}

/**
 * The one way to make a Lambda. All of a function's code is in its bundle, the SDK too, so that it runs what was
 * tested. It starts with the right to write its own logs and traces; resources grant it the rest.
 */
export class BillingFunction extends NodejsFunction {
  /** Its file beneath functions/, without the ending: what `rights.ts` knows it by. */
  readonly file: string;
  readonly logs: LogGroup;

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
      ...(props.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrency,
      }),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      role,
      projectRoot: root,
      depsLockFilePath: `${root}package-lock.json`,
      bundling: props.thread ? bundlingWithThread(props.thread) : bundlingOptions,
    });
    this.file = props.entry.replace(/^functions\/|\.ts$/g, '');
    this.logs = logGroup;
  }
}

const environmentOf = (environment: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).map(([setting, value]) => [environmentNames[setting as Setting], value]),
  );
