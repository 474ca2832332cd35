import { ofType, plainName, synthesise } from './system.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

const dev = synthesise();

describe('the rights', () => {
  const reads = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];
  const decisions = [...reads, 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
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
        plainName(id).replace(/RoleDefaultPolicy$/, ''),
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
      'service/reference': [],
      'ingest/UsageWorker': [...decisions, ...consumes, 'sqs:SendMessage'].sort(),
      'ingest/UploadsWorker': [
        ...decisions,
        'dynamodb:ConditionCheckItem',
        ...consumes,
        'sqs:SendMessage',
      ].sort(),
    });
  });

  it('know no wildcards but the traces, which have no name, and the files under uploads/', () => {
    const policies = ofType(dev.resources, 'AWS::IAM::Policy').flatMap(([, { Properties }]) =>
      statements(Properties),
    );
    const allowed = policies.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
    const wide = allowed.filter(({ Resource }) => JSON.stringify(Resource).includes('*'));
    expect([...new Set(wide.flatMap(({ Action }) => Action))].sort()).toEqual([
      's3:PutObject',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
    const [files] = wide.filter(({ Action }) => Action === 's3:PutObject');
    expect(JSON.stringify(files?.Resource)).toContain('"/uploads/*"');
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
