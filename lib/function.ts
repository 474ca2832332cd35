import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { environmentNames, type Setting } from '../functions/runtime/config.ts';
import { bundlingOptions, bundlingWithThread, root } from './bundling.ts';

/** The environment of a function: the settings that functions read. */
export type Environment = Readonly<Partial<Record<Setting, string>>>;

/** What differs between functions. */
export interface BillingFunctionProps {
  /** The file that exports `handler`, relative to the repository's root. */
  readonly entry: `functions/${'api' | 'workers'}/${string}.ts`;
  readonly environment?: Environment;
  /** A file that the function runs as a thread, relative to the repository's root. */
  readonly thread?: `functions/${string}.ts`;
  /** Default: ten seconds. API Gateway would wait for 30, but callers should get an answer sooner. */
  readonly timeout?: Duration;
  /** In MiB. CPU time grows with it. */
  readonly memory?: number;
  /** Concurrency reserved for this function alone. Default: none reserved. */
  readonly reservedConcurrency?: number;
}

/**
 * Creates a Lambda function; use it for all of them. The bundle contains all code including the SDK, so that the
 * deployed code is the tested code. A function starts with the right to write its logs and traces; resources grant
 * further rights.
 */
export class BillingFunction extends NodejsFunction {
  /** Its file below functions/, without extension: the key in `rights.ts`. */
  readonly file: string;
  readonly logs: LogGroup;

  constructor(scope: Construct, id: string, props: BillingFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Logs`, { retention: RetentionDays.THREE_MONTHS });
    // A role of our own, because the default one may write to every log group of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, id, {
      entry: `${root}${props.entry}`,
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        ...environmentOf({ ...ofAll(scope), ...props.environment }),
      },
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

/** What every function is given: who schedules a task and who looks for it must agree on its shard. */
function ofAll({ node }: Construct): Environment {
  const dueShards: unknown = node.tryGetContext('dueShards');
  return dueShards === undefined ? {} : { dueShards: String(dueShards) };
}

const environmentOf = (environment: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).map(([setting, value]) => [environmentNames[setting as Setting], value]),
  );
