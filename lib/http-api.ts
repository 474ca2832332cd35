import { Aws, Duration } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  type CorsPreflightOptions,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type FunctionName, type RouteKey, routeOf, routes } from '../functions/api/routes.ts';
import type { ApiDomain, Deployment } from './deployment.ts';
import type { BillingFunction } from './function.ts';

/** What the API depends on besides the route table. */
export interface BillingApiProps {
  readonly functions: Readonly<Record<FunctionName, BillingFunction>>;
  readonly deployment: Deployment;
}

/** The route table as an HTTP API: one route per entry, one integration per function. */
export class BillingApi extends Construct {
  readonly api: HttpApi;
  /** Without a trailing slash. */
  readonly endpoint: string;
  /** The generated host name, which exists beside any custom domain. */
  readonly host: string;
  /** The DNS target of a custom domain. */
  readonly aliasTarget: string | undefined;

  constructor(scope: Construct, id: string, props: BillingApiProps) {
    super(scope, id);
    const api = new HttpApi(this, 'Api', {
      apiName: `billing-${props.deployment.stage}`,
      description: 'Metering, quotas, payments and the theme store',
      createDefaultStage: false,
      corsPreflight: corsFor(props.deployment.webOrigin),
    });
    this.addRoutes(api, props);
    const domain = domainOf(this, props.deployment.apiDomain);
    new HttpStage(this, 'Stage', {
      httpApi: api,
      ...(domain && { domainMapping: { domainName: domain } }),
      autoDeploy: true,
      // API Gateway refuses a flood here, before it costs an invocation.
      throttle: { rateLimit: 2_000, burstLimit: 1_000 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLogs', { retention: RetentionDays.THREE_MONTHS }),
        ),
        format: accessLogFormat,
      },
    });
    this.api = api;
    // Built from parts instead of parsing the URL, because CloudFormation values of other stacks cannot be parsed.
    this.host = `${api.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`;
    this.endpoint = domain ? `https://${domain.name}` : api.apiEndpoint;
    this.aliasTarget = domain?.regionalDomainName;
  }

  /**
   * Routes have no authorizer: every function verifies the token itself, and answers invalid ones as the contract says
   * (docs/decisions/0020-edge.md).
   */
  private addRoutes(api: HttpApi, { functions }: BillingApiProps): void {
    const integrations = integrationsOf(functions);
    for (const key of routeKeys) {
      const { method, path } = splitKey(key);
      const integration = integrations[routeOf(key).function];
      const methods = method === 'GET' ? [HttpMethod.GET, HttpMethod.HEAD] : [HttpMethod[method]];
      api.addRoutes({ path, methods, integration });
    }
    new HttpRoute(api, 'Unrouted', {
      httpApi: api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: integrations.reference,
    });
  }
}

const domainOf = (scope: Construct, domain: ApiDomain | undefined): DomainName | undefined =>
  domain &&
  new DomainName(scope, 'Domain', {
    domainName: domain.domainName,
    certificate: Certificate.fromCertificateArn(scope, 'Certificate', domain.certificateArn),
  });

type Method = keyof typeof HttpMethod & keyof typeof CorsHttpMethod;

const routeKeys = Object.keys(routes) as RouteKey[];

function splitKey(key: RouteKey): { method: Method; path: string } {
  const [method, path] = key.split(' ') as [Method, string];
  return { method, path };
}

/** The right to invoke covers the whole API: one statement per function, however many routes it serves. */
const integrationsOf = (functions: BillingApiProps['functions']) =>
  Object.fromEntries(
    Object.entries(functions).map(([name, handler]) => [
      name,
      new HttpLambdaIntegration(name, handler, {
        payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
        scopePermissionToRoute: false,
      }),
    ]),
  ) as Record<FunctionName, HttpLambdaIntegration>;

const corsFor = (webOrigin: string): CorsPreflightOptions => ({
  allowOrigins: [webOrigin],
  allowMethods: [
    CorsHttpMethod.HEAD,
    ...new Set(routeKeys.map((key) => CorsHttpMethod[splitKey(key).method])),
  ],
  allowHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key'],
  exposeHeaders: [
    'Content-Disposition',
    'Idempotency-Replayed',
    'RateLimit-Limit',
    'RateLimit-Remaining',
    'RateLimit-Reset',
    'Retry-After',
    'X-Next-Cursor',
    'X-Request-Id',
  ],
  maxAge: Duration.hours(1),
});

/**
 * Logs the request, its source, result and duration. Logs no paths, because they contain accounts and keys. The
 * function's line of the same request names the caller. Errors are logged by type, a closed list: API Gateway does not
 * escape texts, so a quote would break the line, and `messageString` is a bare `-` without an error.
 */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    time: '$context.requestTime',
    requestId: '$context.requestId',
    routeKey: '$context.routeKey',
    status: '$context.status',
    error: '$context.error.responseType',
    integrationError: '$context.integrationErrorMessage',
    integrationLatencyMs: '$context.integrationLatency',
    latencyMs: '$context.responseLatency',
    bytes: '$context.responseLength',
    sourceIp: '$context.identity.sourceIp',
    userAgent: '$context.identity.userAgent',
  }),
);
