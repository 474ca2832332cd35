import { Match, Template } from 'aws-cdk-lib/assertions';
import { answerHeaders } from '../../functions/api/kernel/answer-headers.ts';
import { type RouteKey, routeOf, routes } from '../../functions/api/routes.ts';
import { appOf, ofOtherIssuer, ofProd, ofType, plainName, type Resources, synthesise } from './system.ts';

const dev = synthesise({ mailSender: 'billing@example.org' });
const prod = synthesise(ofProd);

describe('the copy of the audit log', () => {
  const locked = (retention: object) => ({
    ObjectLockEnabled: true,
    ObjectLockConfiguration: retention,
    VersioningConfiguration: { Status: 'Enabled' },
  });

  it('is locked for three years where data is retained, and can be torn down elsewhere', () => {
    const DefaultRetention = { Mode: 'COMPLIANCE', Days: 3 * 366 };
    prod.data.hasResourceProperties(
      'AWS::S3::Bucket',
      locked({ ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } }),
    );
    // Without a retention there is nothing to configure: what is put there can be removed.
    dev.data.hasResourceProperties('AWS::S3::Bucket', locked(Match.absent()));
  });

  it('is made of every change of the log, also of those that must not be', () => {
    prod.background.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"AUD#"}]}}}}' }] },
    });
  });
});

describe('the API', () => {
  it('has every route of the table and no other, HEAD where there is GET, each served by its function', () => {
    const keys = Object.keys(routes) as RouteKey[];
    const served = (key: RouteKey) => routeOf(key).function;
    const heads = keys.filter((key) => key.startsWith('GET '));
    expect(servedRoutes(dev.resources)).toEqual({
      ...Object.fromEntries(keys.map((key) => [key, served(key)])),
      ...Object.fromEntries(heads.map((key) => [key.replace('GET', 'HEAD'), served(key)])),
      $default: 'reference',
    });
  });

  it('leaves tokens to the functions, all of which know whom to believe', () => {
    const { service } = synthesise({ ...ofProd, ...ofOtherIssuer });
    service.resourceCountIs('AWS::ApiGatewayV2::Authorizer', 0);
    service.allResourcesProperties('AWS::ApiGatewayV2::Route', { AuthorizationType: 'NONE' });
    const guarded = new Set(
      (Object.keys(routes) as RouteKey[])
        .filter((key) => routeOf(key).access !== 'public')
        .map((key) => routeOf(key).function),
    );
    const settings = Object.entries(service.findResources('AWS::Lambda::Function')).map(
      ([id, { Properties }]) => [plainName(id), Properties.Environment.Variables] as const,
    );
    for (const name of guarded)
      expect(Object.fromEntries(settings)[name]).toMatchObject({
        TOKEN_ISSUER: 'https://login.example.org/',
        TOKEN_AUDIENCE: 'billing-prod billing-machines',
        JWKS_URL: 'https://login.example.org/keys',
      });
    service.allResourcesProperties('AWS::ApiGatewayV2::Integration', { PayloadFormatVersion: '2.0' });
  });

  it('is throttled, logged, and open to the dashboard alone', () => {
    prod.service.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingBurstLimit: Match.anyValue(), ThrottlingRateLimit: Match.anyValue() },
      AccessLogSettings: { Format: Match.stringLikeRegexp('context.requestId') },
    });
    prod.service.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: { AllowOrigins: ['https://app.example.org'] },
    });
  });

  it('lets the dashboard read every header that it describes', () => {
    prod.service.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: { ExposeHeaders: Object.keys(answerHeaders).sort() },
    });
  });
});

describe('the stacks', () => {
  it('use values of each other without pinning them: none is an export', () => {
    const { stacks } = appOf(ofProd);
    for (const stack of Object.values(stacks)) {
      const template = Template.fromStack(stack).toJSON();
      const text = JSON.stringify(template);
      expect(text).not.toContain('Fn::ImportValue');
      expect(text).not.toContain('"Export"');
      if (stack !== stacks.data) expect(text).toContain('Fn::GetStackOutput');
    }
  });

  it('are deployed in the order in which they use each other', () => {
    const { app, stacks } = appOf(ofProd);
    app.synth();
    const needs = (name: keyof typeof stacks) =>
      stacks[name].dependencies.map(({ stackName }) => stackName.replace('billing-prod-', '')).sort();
    expect(needs('data')).toEqual([]);
    expect(needs('ingest')).toEqual(['data']);
    expect(needs('background')).toEqual(['data', 'ingest']);
    expect(needs('service')).toEqual(['background', 'data', 'ingest']);
    expect(needs('web')).toEqual(['data', 'service']);
    expect(needs('observability')).toEqual(['background', 'data', 'ingest', 'service']);
  });
});

describe('the data', () => {
  it('is restorable, encrypted, and expires items by expiresAt', () => {
    dev.data.hasResourceProperties('AWS::DynamoDB::Table', {
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  it('outlives its stacks on every stage but dev', () => {
    const kept = [
      'AWS::DynamoDB::Table',
      'AWS::S3::Bucket',
      'AWS::SQS::Queue',
      'AWS::Logs::LogGroup',
      'AWS::Cognito::UserPool',
      'AWS::SecretsManager::Secret',
    ];
    const policies = (resources: Resources) =>
      kept.map((type) => [...new Set(ofType(resources, type).map(([, one]) => one.DeletionPolicy))]);
    expect(policies(prod.resources)).toEqual(kept.map(() => ['Retain']));
    expect(policies(dev.resources)).toEqual(kept.map(() => ['Delete']));
    prod.data.hasResourceProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: true });
    dev.data.hasResourceProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: false });
  });

  it('of users is served as files to save: their pages run nothing', () => {
    dev.web.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        SecurityHeadersConfig: {
          ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'; sandbox", Override: true },
          ContentTypeOptions: { Override: true },
        },
      },
    });
    dev.web.hasOutput('UploadsResponseHeadersPolicyId', {});
  });

  it('is not deleted with its stack by mistake, and the archive keeps what was overwritten', () => {
    for (const stack of Object.values(appOf(ofProd).stacks)) expect(stack.terminationProtection).toBe(true);
    for (const stack of Object.values(appOf().stacks)) expect(stack.terminationProtection).toBeFalsy();
    dev.data.hasResourceProperties('AWS::S3::Bucket', {
      LoggingConfiguration: { LogFilePrefix: 'archive/' },
      VersioningConfiguration: { Status: 'Enabled' },
    });
  });

  it('leaves no bucket public, and speaks TLS only', () => {
    const closed = {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    };
    for (const template of [dev.data, dev.web]) {
      template.allResourcesProperties('AWS::S3::Bucket', { PublicAccessBlockConfiguration: closed });
      template.allResourcesProperties('AWS::S3::BucketPolicy', {
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          ]),
        },
      });
    }
  });
});

describe('what happens by itself', () => {
  it('has indexes and a stream', () => {
    const keys = (hash: string, range: string) => [
      { AttributeName: hash, KeyType: 'HASH' },
      { AttributeName: range, KeyType: 'RANGE' },
    ];
    dev.data.hasResourceProperties('AWS::DynamoDB::Table', {
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      GlobalSecondaryIndexes: [
        {
          IndexName: 'due',
          KeySchema: keys('dueShard', 'dueAt'),
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
        { IndexName: 'lists', KeySchema: keys('listPk', 'listSk'), Projection: { ProjectionType: 'ALL' } },
      ],
    });
  });

  it('is looked for every minute, and a missed minute is not made up for', () => {
    dev.background.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 minute)',
      Target: {
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^SchedulerFunction'), 'Arn'] },
        RetryPolicy: { MaximumRetryAttempts: 0 },
      },
    });
  });

  it('is relayed from the changes that may be events, with an end to every failure', () => {
    const [mapping] = ofType(dev.resources, 'AWS::Lambda::EventSourceMapping').filter(([id]) =>
      id.startsWith('background/DomainEvents'),
    );
    expect(mapping?.[1].Properties).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 10,
      DestinationConfig: { OnFailure: { Destination: expect.anything() } },
    });
    const criteria = mapping?.[1].Properties.FilterCriteria as { Filters: { Pattern: string }[] } | undefined;
    const told = ['BAL#', 'PACK#', 'CHG#', 'EARN#OPEN#', 'FIGURES#'].map((prefix) => ({ prefix }));
    const ofThemes = { pk: { S: [{ prefix: 'T#' }] }, sk: { S: [{ prefix: 'V#' }] } };
    expect(criteria?.Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      { eventName: ['INSERT', 'MODIFY'], dynamodb: { Keys: { sk: { S: told } } } },
      { eventName: ['INSERT', 'MODIFY'], dynamodb: { Keys: ofThemes } },
    ]);
  });

  it('is sent to webhooks and mail, and dead-lettered if that fails', () => {
    const rules = ofType(dev.resources, 'AWS::Events::Rule').filter(([id]) =>
      id.startsWith('background/DomainEvents'),
    );
    const targets = rules.map(([, { Properties }]) => {
      expect(Properties.EventPattern).toEqual({ source: ['real-deal.billing'] });
      const [target] = Properties.Targets as {
        Arn: { 'Fn::GetAtt': string[] };
        DeadLetterConfig: unknown;
        SqsParameters: unknown;
      }[];
      expect(target?.DeadLetterConfig).toEqual({ Arn: expect.anything() });
      expect(target?.SqsParameters).toEqual({ MessageGroupId: '$.detail.subject' });
      return plainName(target?.Arn['Fn::GetAtt'][0] ?? '');
    });
    expect(targets.sort()).toEqual(['MailQueue', 'WebhooksEventsQueue', 'WebhooksPlatformEventsQueue']);
  });
});

describe('the function that posts to endpoints while its caller waits', () => {
  it('has twenty executions set aside on a stage that keeps data, and no more', () => {
    const reserved = (resources: Resources) =>
      ofType(resources, 'AWS::Lambda::Function')
        .filter(([, { Properties }]) => Properties.ReservedConcurrentExecutions !== undefined)
        .map(([id, { Properties }]) => [
          plainName(id).replace(/[0-9A-F]{8}$/, ''),
          Properties.ReservedConcurrentExecutions,
        ]);
    expect(reserved(synthesise(ofProd).resources)).toEqual([['service/attempts', 20]]);
    expect(reserved(dev.resources)).toEqual([]);
  });
});

describe('mail', () => {
  it('has no resources where no sender is given, and nothing that asks for one', () => {
    const { resources } = synthesise();
    const text = JSON.stringify(resources);
    expect(Object.keys(resources).filter((id) => /mail/i.test(id))).toEqual([]);
    expect(text).not.toMatch(/AWS::SES|ses:|MAIL_SENDER/);
    const listeners = ofType(resources, 'AWS::Events::Rule').filter(([id]) => id.startsWith('background/'));
    expect(listeners.map(([id]) => plainName(id)).sort()).toEqual([
      'background/DomainEventsPlatformWebhooksRule',
      'background/DomainEventsWebhooksRule',
    ]);
  });

  it('comes with the identity of its sender, and a configuration set that all mail goes through', () => {
    dev.background.hasResourceProperties('AWS::SES::EmailIdentity', {
      EmailIdentity: 'billing@example.org',
      ConfigurationSetAttributes: { ConfigurationSetName: { Ref: Match.stringLikeRegexp('^SentMail') } },
    });
    const senders = ofType(dev.resources, 'AWS::Lambda::Function').filter(([, { Properties }]) =>
      JSON.stringify(Properties.Environment).includes('MAIL_SENDER'),
    );
    expect(senders.length).toBe(3);
    for (const [, { Properties }] of senders)
      expect(Properties.Environment).toMatchObject({
        Variables: { MAIL_SENDER: 'billing@example.org', MAIL_CONFIGURATION_SET: expect.anything() },
      });
  });

  it('has bounces and complaints reported to the worker that suppresses addresses, its own alone', () => {
    dev.background.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ['bounce', 'complaint'],
        EventBridgeDestination: { EventBusArn: Match.anyValue() },
      },
    });
    dev.background.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.ses'],
        detail: {
          mail: { tags: { 'ses:configuration-set': [{ Ref: Match.stringLikeRegexp('^SentMail') }] } },
        },
      },
      Targets: [
        {
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^SentMailFeedbackQueue'), 'Arn'] },
          DeadLetterConfig: Match.anyValue(),
        },
      ],
    });
  });
});

describe('the queues', () => {
  it('move failed messages to a dead-letter queue', () => {
    const redrives = ofType(dev.resources, 'AWS::SQS::Queue').map(([id, { Properties }]) => {
      const { deadLetterTargetArn, maxReceiveCount } = (Properties.RedrivePolicy ?? {}) as Record<
        string,
        unknown
      >;
      return [plainName(id), [JSON.stringify(deadLetterTargetArn)?.includes('DeadLetters'), maxReceiveCount]];
    });
    const redriven = [true, 5];
    expect(Object.fromEntries(redrives)).toEqual({
      'ingest/DeadLetters': [undefined, undefined],
      'ingest/UsageDeadLetters': [undefined, undefined],
      'ingest/UsageQueue': redriven,
      'ingest/UploadsQueue': redriven,
      'ingest/ThemesValidationQueue': redriven,
      'ingest/MediaTranscodingQueue': redriven,
      'ingest/MediaDeliveryQueue': redriven,
      'ingest/PaymentsSandboxQueue': redriven,
      'background/DeadLetters': [undefined, undefined],
      'background/DueQueue': redriven,
      'background/WebhooksDeliveriesQueue': redriven,
      'background/WebhooksEventsQueue': redriven,
      'background/WebhooksPlatformEventsQueue': redriven,
      'background/MailQueue': redriven,
      'background/SentMailFeedbackQueue': redriven,
    });
  });

  it('take as much in a message as the API does in a body', () => {
    for (const template of [dev.ingest, dev.background])
      template.allResourcesProperties('AWS::SQS::Queue', { MaximumMessageSize: 1_048_576 });
  });

  it('retry only the failed messages of a batch, with a bounded number of workers', () => {
    dev.ingest.resourceCountIs('AWS::Lambda::EventSourceMapping', 5);
    dev.ingest.allResourcesProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: Match.anyValue() },
    });
  });

  it('hide a message for six times as long as its worker may take', () => {
    const queues = ofType(dev.resources, 'AWS::SQS::Queue');
    const mappings = ofType(dev.resources, 'AWS::Lambda::EventSourceMapping')
      .map(([id, { Properties }]) => ({ stack: id.split('/')[0], ...Properties }) as unknown as Mapping)
      .filter(({ StartingPosition }) => StartingPosition === undefined);
    const times = mappings.map(({ stack, FunctionName, EventSourceArn }) => {
      const worker = dev.resources[`${stack}/${FunctionName.Ref}`]?.Properties;
      // It may be of another stack, and known by what that exports.
      const source = JSON.stringify(EventSourceArn);
      const queue = queues.find(([id]) => source.includes(id.split('/')[1] ?? '?'))?.[1].Properties;
      return { hidden: queue?.VisibilityTimeout, needed: 6 * Number(worker?.Timeout) };
    });
    expect(times).toHaveLength(12);
    for (const { hidden, needed } of times) expect(hidden).toBe(needed);
  });

  it('hand one shard of due tasks at a time to a worker, and ten deliveries', () => {
    const sizeOf = (part: string) =>
      ofType(dev.resources, 'AWS::Lambda::EventSourceMapping')
        .filter(([id]) => id.startsWith(`background/${part}Worker`))
        .map(([, { Properties }]) => Properties.BatchSize);
    expect([sizeOf('Due'), sizeOf('WebhooksDeliveries')]).toEqual([[1], [10]]);
  });

  it('hear of packages one at a time, and of nothing else that lies with them', () => {
    const [mapping] = ofType(dev.resources, 'AWS::Lambda::EventSourceMapping').filter(([id]) =>
      id.includes('Themes'),
    );
    expect(mapping?.[1].Properties).toMatchObject({
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: 5 },
    });
    dev.ingest.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { object: { key: [{ prefix: 'packages/' }] } },
      },
      Targets: [
        {
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ThemesValidationQueue'), 'Arn'] },
          DeadLetterConfig: Match.anyValue(),
        },
      ],
    });
  });

  it('hear of every object that comes or goes, without a custom resource', () => {
    dev.data.hasResourceProperties('AWS::S3::Bucket', {
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
    dev.ingest.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.s3'], 'detail-type': ['Object Created', 'Object Deleted'] },
      Targets: [{ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^UploadsQueue'), 'Arn'] } }],
    });
    const types = Object.values(dev.resources).map((resource) => resource.Type);
    expect(types.filter((type) => type.startsWith('Custom::') || type.includes('CustomResource'))).toEqual(
      [],
    );
  });
});

interface Mapping {
  readonly stack: string;
  readonly FunctionName: { readonly Ref: string };
  readonly EventSourceArn: unknown;
  readonly StartingPosition?: string;
}

/** Route key → the function behind its integration. */
function servedRoutes(resources: Resources): Record<string, string> {
  const served = ofType(resources, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => {
    const target = Properties.Target as { 'Fn::Join': [string, [string, { Ref: string }]] };
    const integration = resources[`service/${target['Fn::Join'][1][1].Ref}`];
    const uri = integration?.Properties.IntegrationUri as { 'Fn::GetAtt': [string, string] };
    return [Properties.RouteKey as string, plainName(uri['Fn::GetAtt'][0])] as const;
  });
  return Object.fromEntries(served);
}
