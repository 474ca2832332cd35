import { ofProd, ofType, plainName, synthesise } from './system.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

const dev = synthesise();

describe('the rights', () => {
  const reads = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];
  const decisions = [...reads, 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
  const transactions = [...decisions, 'dynamodb:ConditionCheckItem'];
  const indexReads = ['dynamodb:Query'];
  const streamReads = [
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
  ];
  const consumes = [
    'sqs:ChangeMessageVisibility',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ReceiveMessage',
  ];

  it('of each function are what it needs and no more', () => {
    const own = [
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ];
    const rights = ofType(dev.resources, 'AWS::IAM::Policy').map(([id, resource]) => {
      const actions = statements(resource.Properties).flatMap(({ Action }) => Action);
      return [
        plainName(id).replace(/(Role|[0-9a-f]{6})DefaultPolicy$/, ''),
        actions.filter((one) => !own.includes(one)).sort(),
      ];
    });
    expect(Object.fromEntries(rights)).toEqual({
      'service/ingest': ['sqs:SendMessage'],
      'service/quotas': reads,
      'service/usage': reads,
      'service/reservations': [...decisions].sort(),
      'service/slots': [...decisions].sort(),
      'service/uploads': [...decisions, 's3:PutObject'].sort(),
      'service/purchases': [...transactions, 'sqs:SendMessage'].sort(),
      'service/charges': [...transactions, 'sqs:SendMessage'].sort(),
      'service/admin': [...transactions, ...indexReads, 'sqs:SendMessage'].sort(),
      'service/payments': [...transactions, 'sqs:SendMessage'].sort(),
      'service/overage': [...transactions].sort(),
      'service/endpoints': [...decisions, 'dynamodb:DeleteItem', 'ses:SendEmail'].sort(),
      'service/reference': [],
      'service/PaymentsSandboxWorker': [...consumes].sort(),
      'ingest/UsageWorker': [...decisions, ...consumes, 'sqs:SendMessage'].sort(),
      'ingest/UploadsWorker': [...transactions, ...consumes, 'sqs:SendMessage'].sort(),
      'background/FactsRelay': [
        ...decisions,
        ...streamReads,
        'events:PutEvents',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:SendMessage',
      ].sort(),
      'background/WebhooksWorker': [...decisions, ...consumes, 'ses:SendEmail'].sort(),
      'background/MailWorker': [...decisions, ...consumes, 'ses:SendEmail'].sort(),
      'background/SweepFunction': [...indexReads, 'sqs:SendMessage'].sort(),
      'background/DueWorker': [
        ...transactions,
        ...indexReads,
        ...consumes,
        'ses:SendEmail',
        'sqs:SendMessage',
      ].sort(),
      'background/SchedulerRoleForTarget': ['lambda:InvokeFunction'],
    });
  });

  it('know no wildcards but what has no name, the files under uploads/, and the versions of one function', () => {
    const policies = ofType(dev.resources, 'AWS::IAM::Policy').flatMap(([, { Properties }]) =>
      statements(Properties),
    );
    const allowed = policies.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
    const wide = allowed.filter(({ Resource }) => JSON.stringify(Resource).includes('*'));
    expect([...new Set(wide.flatMap(({ Action }) => Action))].sort()).toEqual([
      'dynamodb:ListStreams',
      'lambda:InvokeFunction',
      's3:PutObject',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
    const [files] = wide.filter(({ Action }) => Action === 's3:PutObject');
    expect(JSON.stringify(files?.Resource)).toContain('"/uploads/*"');
    const [invoked] = wide.filter(({ Action }) => Action === 'lambda:InvokeFunction');
    expect(JSON.stringify(invoked?.Resource)).toMatch(/SweepFunction.*":\*"/);
  });

  it('to what is found across accounts are to one index each', () => {
    const queried = ofType(dev.resources, 'AWS::IAM::Policy').flatMap(([id, { Properties }]) =>
      statements(Properties)
        .filter(({ Action }) => Action === 'dynamodb:Query')
        .map(({ Resource }) => [plainName(id), /"\/index\/(\w+)"/.exec(JSON.stringify(Resource))?.[1]]),
    );
    expect(queried.sort()).toEqual([
      ['background/DueWorkerRoleDefaultPolicy', 'due'],
      ['background/SweepFunctionRoleDefaultPolicy', 'due'],
      ['service/adminRoleDefaultPolicy', 'lists'],
    ]);
  });

  it('to send mail are to the address it is from, or its domain', () => {
    const mailing = ofType(dev.resources, 'AWS::IAM::Policy').flatMap(([, { Properties }]) =>
      statements(Properties).filter(({ Action }) => Action === 'ses:SendEmail'),
    );
    expect(mailing).toHaveLength(4);
    for (const { Resource } of mailing) {
      expect(JSON.stringify(Resource)).toContain(':identity/billing@issuer.example"');
      expect(JSON.stringify(Resource)).toContain(':identity/issuer.example"');
    }
  });

  it('to pay through the sandbox are given on no stage that pays for real', () => {
    const prod = synthesise(ofProd);
    expect(Object.keys(prod.resources).filter((id) => id.includes('Sandbox'))).toEqual([]);
    expect(JSON.stringify(prod.resources)).not.toContain('SANDBOX');
  });

  it('come by no managed policy, which would be wider', () => {
    const managed = ofType(dev.resources, 'AWS::IAM::Role').filter(
      ([, { Properties }]) => Properties.ManagedPolicyArns !== undefined,
    );
    expect(managed).toEqual([]);
  });
});

function statements(policy: Readonly<Record<string, unknown>>): readonly Statement[] {
  return (policy.PolicyDocument as { Statement: readonly Statement[] }).Statement;
}
