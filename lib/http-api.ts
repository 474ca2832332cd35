import { Duration, Fn } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  type CorsPreflightOptions,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type FunctionName, type RouteKey, routeOf, routes } from '../functions/api/routes.ts';
import type { ApiDomain, Deployment, TokenTrust } from './deployment.ts';
import type { BillingFunction } from './function.ts';

/** What the API is made of besides the route table. */
export interface BillingApiProps {
  readonly functions: Readonly<Record<FunctionName, BillingFunction>>;
  readonly deployment: Deployment;
  readonly trust: TokenTrust;
}

/** The route table as an HTTP API: each entry one route, each function one integration. */
export class BillingApi extends Construct {
  readonly api: HttpApi;
  /** Without a slash at its end. */
  readonly endpoint: string;
  /** The host that it always has, whatever other name it is given. */
  readonly host: string;
  /** What a name of its own is to be an alias of, in DNS. */
  readonly aliasTarget: string | undefined;

  constructor(scope: Construct, id: string, props: BillingApiProps) {
    super(scope, id);
    const api = new HttpApi(this, 'Api', {
      apiName: `billing-${props.deployment.stage}`,
      description: 'Usage, quotas and job slots',
      createDefaultStage: false,
      corsPreflight: corsFor(props.deployment.webOrigin),
    });
    this.addRoutes(api, props);
    const domain = domainOf(this, props.deployment.apiDomain);
    new HttpStage(this, 'Stage', {
      httpApi: api,
      ...(domain && { domainMapping: { domainName: domain } }),
      autoDeploy: true,
      // A flood is refused here, before it costs an invocation.
      throttle: { rateLimit: 2_000, burstLimit: 1_000 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLogs', { retention: RetentionDays.THREE_MONTHS }),
        ),
        format: accessLogFormat,
      },
    });
    this.api = api;
    this.host = Fn.select(2, Fn.split('/', api.apiEndpoint));
    this.endpoint = domain ? `https://${domain.name}` : api.apiEndpoint;
    this.aliasTarget = domain?.regionalDomainName;
  }

  private addRoutes(api: HttpApi, { functions, trust }: BillingApiProps): void {
    // Of a Cognito access token, which has no `aud`, API Gateway takes the `client_id`.
    const jwt = new HttpJwtAuthorizer('Jwt', trust.tokenIssuer, { jwtAudience: [...trust.tokenAudiences] });
    const open = new HttpNoneAuthorizer();
    const integrations = integrationsOf(functions);
    for (const key of routeKeys) {
      const { method, path } = splitKey(key);
      const route = routeOf(key);
      api.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration: integrations[route.function],
        authorizer: route.access === 'public' ? open : jwt,
      });
    }
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

/** The right to invoke is the API's as a whole: one statement a function, however many routes it serves. */
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
  allowMethods: [...new Set(routeKeys.map((key) => CorsHttpMethod[splitKey(key).method]))],
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

/** What was asked, by whom, what it came to and how long it took. No paths: accounts and keys stand in them. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    time: '$context.requestTime',
    requestId: '$context.requestId',
    routeKey: '$context.routeKey',
    subject: '$context.authorizer.claims.sub',
    status: '$context.status',
    error: '$context.error.message',
    authorizerError: '$context.authorizer.error',
    integrationError: '$context.integrationErrorMessage',
    integrationLatencyMs: '$context.integrationLatency',
    latencyMs: '$context.responseLatency',
    bytes: '$context.responseLength',
    sourceIp: '$context.identity.sourceIp',
    userAgent: '$context.identity.userAgent',
  }),
);
