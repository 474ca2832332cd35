import { Match } from 'aws-cdk-lib/assertions';
import { type MathType, typeOfExpression } from './metric-math.ts';
import { ofProd, ofType, type Resource, synthesise } from './system.ts';

const dev = synthesise({ mailSender: 'billing@example.org' });
const prod = synthesise({ ...ofProd, alarmEmail: 'ops@example.org' });
const alarms = ofType(dev.resources, 'AWS::CloudWatch::Alarm').map(([id, { Properties }]) => ({
  name: id.replace(/^observability\/|[0-9A-F]{8}$/g, ''),
  ...(Properties as { AlarmDescription: string; AlarmActions?: unknown[]; TreatMissingData: string }),
}));

describe('the alarms', () => {
  it('go off for each way in which the system fails', () => {
    const functions = ofType(dev.resources, 'AWS::Lambda::Function').length;
    const named = (end: string) => alarms.filter(({ name }) => name.endsWith(end)).map(({ name }) => name);
    expect(named('Errors')).toHaveLength(functions + 2);
    expect(named('Throttles')).toHaveLength(functions + 1);
    expect(named('DeadLetters')).toEqual([
      'IngestDeadLetters',
      'IngestUsageDeadLetters',
      'BackgroundDeadLetters',
    ]);
    expect(named('Late').sort()).toEqual([
      'AuditLate',
      'EventsLate',
      'WorkersAccessLogsLate',
      'WorkersDeliveriesLate',
      'WorkersDueLate',
      'WorkersMailFeedbackLate',
      'WorkersMailLate',
      'WorkersPlatformWebhooksLate',
      'WorkersSandboxLate',
      'WorkersThemesLate',
      'WorkersTranscodingLate',
      'WorkersUploadsLate',
      'WorkersUsageLate',
      'WorkersWebhooksLate',
    ]);
    const names = alarms.map(({ name }) => name);
    for (const name of [
      'ApiErrors',
      'TokenKeysUnavailable',
      'AuditTampered',
      'TableThrottles',
      'TableErrors',
      'SchedulerStalled',
      'PaymentFailures',
      'PaymentsNeedAttention',
    ])
      expect(names).toContain(name);
  });

  it('say what they mean, and take the silence of the schedule alone for bad news', () => {
    expect(alarms.filter(({ AlarmDescription }) => AlarmDescription.length < 30)).toEqual([]);
    const silent = alarms.filter(({ TreatMissingData }) => TreatMissingData === 'breaching');
    expect(silent.map(({ name }) => name)).toEqual(['SchedulerStalled']);
  });

  it('send mail where the stage names a recipient', () => {
    expect(alarms.filter(({ AlarmActions }) => AlarmActions !== undefined)).toEqual([]);
    dev.observability.resourceCountIs('AWS::SNS::Topic', 0);
    prod.observability.hasResourceProperties('AWS::SNS::Subscription', { Endpoint: 'ops@example.org' });
    prod.observability.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [Match.anyValue()],
      OKActions: [Match.anyValue()],
    });
  });

  it('use metric math that CloudWatch accepts: each alarm looks at one time series', () => {
    const queries = ofType(dev.resources, 'AWS::CloudWatch::Alarm')
      .map(metricsOf)
      .filter((all) => all.length > 0);
    expect(queries.length).toBeGreaterThan(1);
    for (const metrics of queries) {
      const series = metrics.map(({ Id }) => Id);
      const expressions = metrics.flatMap(({ Expression }) => (Expression === undefined ? [] : [Expression]));
      expect(expressions.map((text) => [text, typeOfExpression(text, series)])).toEqual(
        expressions.map((text) => [text, 'TS' satisfies MathType]),
      );
    }
  });

  it.each([
    ['100 * faults / MAX([calls, 200])', 'Unsupported operand type'],
    ['MAX(200)', 'Unsupported operand type'],
    ['faults + missing', 'there is no metric missing'],
    ['SUM([faults, calls]', 'expected, the end found'],
  ])('would not be created with %s', (expression, reason) => {
    expect(() => typeOfExpression(expression, ['faults', 'calls'])).toThrow(reason);
  });

  it('may publish to the topic that they notify', () => {
    const resources = prod.resources;
    const topics = ofType(resources, 'AWS::SNS::Topic');
    expect(topics).toHaveLength(1);
    for (const [id] of topics) {
      const Ref = id.replace(/^observability\//, '');
      const statements = ofType(resources, 'AWS::SNS::TopicPolicy')
        .map(([, { Properties }]) => Properties as unknown as TopicPolicy)
        .filter(({ Topics }) => Topics.some((topic) => topic.Ref === Ref))
        .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
      expect(statements).toContainEqual(
        expect.objectContaining({
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Resource: { Ref },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      );
    }
  });

  it('count payments that failed, keys that could not be fetched, and audit lines that changed, by the names of events in the logs', () => {
    const filters = ofType(dev.resources, 'AWS::Logs::MetricFilter');
    const patterns = filters.map(([, { Properties }]) => String(Properties.FilterPattern));
    const having = (text: string) => patterns.filter((pattern) => pattern.includes(text)).length;
    expect(having('$.message = "token keys unavailable"')).toBe(17);
    expect(having('$.message = "audit line changed"')).toBe(1);
    expect(patterns).toHaveLength(14 + 17 + 1);
    expect(having('$.message = "payment event not applied"')).toBe(7);
    expect(having('$.attention = "payments"')).toBe(7);
    // CloudWatch takes no longer ones.
    expect(patterns.filter(({ length }) => length > 1_024)).toEqual([]);
  });
});

describe('what is seen', () => {
  it('is on one dashboard', () => {
    dev.observability.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  });

  it('is traced through every function, and logged for three months', () => {
    for (const [, { Properties }] of ofType(dev.resources, 'AWS::Lambda::Function'))
      expect(Properties).toMatchObject({
        TracingConfig: { Mode: 'Active' },
        Architectures: ['arm64'],
        Runtime: 'nodejs24.x',
        LoggingConfig: { LogFormat: 'JSON', LogGroup: expect.anything() },
      });
    for (const [, { Properties }] of ofType(dev.resources, 'AWS::Logs::LogGroup'))
      expect(Properties).toMatchObject({ RetentionInDays: 90 });
  });
});

interface TopicPolicy {
  readonly Topics: readonly { readonly Ref: string }[];
  readonly PolicyDocument: { readonly Statement: readonly Readonly<Record<string, unknown>>[] };
}

interface MetricQuery {
  readonly Id: string;
  readonly Expression?: string;
}

function metricsOf([, { Properties }]: [string, Resource]): readonly MetricQuery[] {
  return (Properties.Metrics as readonly MetricQuery[] | undefined) ?? [];
}
