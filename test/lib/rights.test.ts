import { tableRights } from '../../lib/rights.ts';
import { ofProd, ofType, plainName, synthesise } from './system.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, unknown>>;
}

const dev = synthesise({ mailSender: 'billing@example.org' });

const consumes = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'sqs:ReceiveMessage',
];
const streamReads = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];
const own = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];
const hashing = ['secretsmanager:GetSecretValue'];
const paying = ['secretsmanager:GetSecretValue', 'sqs:SendMessage'];

describe('the rights', () => {
  it('of each function besides the table are what it needs and no more', () => {
    const rights = ofType(dev.resources, 'AWS::IAM::Policy').map(([id, resource]) => {
      const actions = statements(resource.Properties)
        .filter((statement) => !isOnItems(statement))
        .flatMap(({ Action }) => Action)
        .filter((action) => !own.includes(action));
      return [plainName(id).replace(/(Role|[0-9a-f]{6})DefaultPolicy$/, ''), [...new Set(actions)].sort()];
    });
    expect(Object.fromEntries(rights)).toEqual({
      'service/ingest': ['sqs:SendMessage'],
      'service/quotas': [],
      'service/usage': hashing,
      'service/corrections': hashing,
      'service/reservations': [...hashing, 'sqs:SendMessage'],
      'service/slots': [],
      'service/uploads': ['s3:DeleteObject', 's3:PutObject'],
      'service/purchases': paying,
      'service/charges': paying,
      'service/themes': ['s3:GetObject', 's3:PutObject'],
      'service/sales': ['s3:GetObject', ...paying],
      'service/earnings': paying,
      'service/admin': [
        's3:GetObject',
        'secretsmanager:GetSecretValue',
        'sqs:GetQueueAttributes',
        'sqs:SendMessage',
      ],
      'service/payments': paying,
      'service/overage': [],
      'service/endpoints': [],
      'service/members': [],
      'data/UsersAccessTokenFunction': [],
      'service/attempts': ['ses:SendEmail'],
      'service/reference': [],
      'service/SandboxWorker': ['secretsmanager:GetSecretValue', ...consumes],
      'ingest/UsageWorker': ['s3:PutObject', ...hashing, ...consumes, 'sqs:SendMessage'],
      'ingest/MediaTranscodingWorker': [...hashing, ...consumes, 'sqs:SendMessage'],
      'ingest/MediaDeliveryWorker': ['s3:GetObject', 's3:ListBucket', ...consumes, 'sqs:SendMessage'],
      'ingest/ThemesValidationWorker': [
        's3:GetObject',
        's3:ListBucket',
        's3:PutObject',
        ...consumes,
        'sqs:SendMessage',
      ],
      'ingest/UploadsWorker': [...consumes, 'sqs:SendMessage'],
      'background/AuditWorker': [
        ...streamReads,
        's3:PutObject',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:SendMessage',
      ],
      'background/DomainEventsRelay': [
        ...streamReads,
        'events:PutEvents',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:SendMessage',
      ],
      'background/WebhooksDeliveriesWorker': ['ses:SendEmail', ...consumes, 'sqs:SendMessage'],
      'background/WebhooksEventsWorker': [...consumes, 'sqs:SendMessage'],
      'background/WebhooksPlatformEventsWorker': [...consumes, 'sqs:SendMessage'],
      'background/MailWorker': ['ses:SendEmail', ...consumes],
      'background/SentMailFeedbackWorker': [...consumes, 'sqs:SendMessage'],
      'background/SchedulerFunction': ['sqs:SendMessage'],
      'background/DueWorker': ['secretsmanager:GetSecretValue', ...consumes, 'sqs:SendMessage'],
      'background/SchedulerRoleForTarget': ['lambda:InvokeFunction'],
    });
  });

  it('in the table end at the partitions that are named, in every statement', () => {
    const onTable = ofType(dev.resources, 'AWS::IAM::Policy').flatMap(([, { Properties }]) =>
      statements(Properties).filter(({ Resource }) =>
        /"(OutputName":"|Fn::GetAtt":\[")[^\]}]*Table[^\]}]*Arn/.test(JSON.stringify(Resource)),
      ),
    );
    expect(onTable.length).toBeGreaterThan(Object.keys(tableRights).length);
    const items = onTable.filter((statement) => !JSON.stringify(statement.Resource).includes('/index/'));
    expect(items.filter((statement) => !isOnItems(statement) && !isOnStream(statement))).toEqual([]);
    expect(JSON.stringify(items)).not.toContain('dynamodb:Scan');
  });

  it('in the audit log end at adding and reading lines, and no other statement reaches them', () => {
    const onItems = ofType(dev.resources, 'AWS::IAM::Policy').flatMap(([, { Properties }]) =>
      statements(Properties).filter(isOnItems),
    );
    const keysOf = ({ Condition }: Statement): string[] => {
      const leading = Condition?.['ForAllValues:StringLike'] as Record<string, string[]> | undefined;
      return leading?.['dynamodb:LeadingKeys'] ?? [];
    };
    const isOfAudit = (statement: Statement) => keysOf(statement).some((key) => matches(key, 'AUD#user_1'));
    const actions = onItems.filter(isOfAudit).flatMap(({ Action }) => Action);
    expect([...new Set(actions)].sort()).toEqual(['dynamodb:PutItem', 'dynamodb:Query']);
    for (const statement of onItems.filter(isOfAudit)) expect(keysOf(statement)).toEqual(['AUD#*']);
  });

  it('of what writes access tokens are to read the companies of users, and nothing else of the table', () => {
    const [writer] = ofType(dev.resources, 'AWS::IAM::Policy').filter(([id]) =>
      id.startsWith('data/UsersAccessToken'),
    );
    const items = statements(writer?.[1].Properties ?? {}).filter(isOnItems);
    expect(items).toEqual([
      expect.objectContaining({
        Action: 'dynamodb:GetItem',
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['COMPANIES#*'] } },
      }),
    ]);
  });

  it('know no wildcards but what has no name, files under a prefix, and the versions of one function', () => {
    const policies = ofType(dev.resources, 'AWS::IAM::Policy').flatMap(([, { Properties }]) =>
      statements(Properties),
    );
    const allowed = policies.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
    const wide = allowed.filter(({ Resource }) => JSON.stringify(Resource).includes('*'));
    expect([...new Set(wide.flatMap(({ Action }) => Action))].sort()).toEqual([
      'dynamodb:ListStreams',
      'lambda:InvokeFunction',
      's3:DeleteObject',
      's3:GetObject',
      's3:PutObject',
      'ses:SendEmail',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
    const files = wide.filter(({ Action }) => [Action].flat().some((action) => action.startsWith('s3:')));
    const prefixes = files.map(({ Resource }) => /"(\/\w+\/\*)"/.exec(JSON.stringify(Resource))?.[1]);
    expect([...new Set(prefixes)].sort()).toEqual([
      '/AWSLogs/*',
      '/events/*',
      '/lines/*',
      '/packages/*',
      '/published/*',
      '/uploads/*',
    ]);
    const [invoked] = wide.filter(({ Action }) => Action === 'lambda:InvokeFunction');
    expect(JSON.stringify(invoked?.Resource)).toMatch(/SchedulerFunction.*":\*"/);
  });

  it('to send mail are to mail from the one sender, through the configuration set whose bounces come back', () => {
    const sending = ofType(dev.resources, 'AWS::IAM::Policy').flatMap(([, { Properties }]) =>
      statements(Properties).filter(({ Action }) => Action === 'ses:SendEmail'),
    );
    expect(sending).toHaveLength(3);
    for (const { Condition, Resource } of sending) {
      expect(Condition).toEqual({ StringEquals: { 'ses:FromAddress': 'billing@example.org' } });
      expect(JSON.stringify(Resource)).toMatch(/:configuration-set\/.*:identity\/\*"/);
    }
  });

  it('to delete files are to users’ uploads alone, whose bucket keeps no versions', () => {
    const deleting = ofType(dev.resources, 'AWS::IAM::Policy').flatMap(([id, { Properties }]) =>
      statements(Properties)
        .filter(({ Action }) => [Action].flat().some((action) => action.startsWith('s3:Delete')))
        .map(({ Resource }) => [plainName(id), /"(\/\w+\/\*)"/.exec(JSON.stringify(Resource))?.[1]]),
    );
    expect(deleting).toEqual([['service/uploadsRoleDefaultPolicy', '/uploads/*']]);
    const buckets = ofType(dev.resources, 'AWS::S3::Bucket').filter(([id]) => id.includes('Uploads'));
    expect(buckets.map(([, { Properties }]) => Properties.VersioningConfiguration)).toEqual([undefined]);
  });

  it('to what is found across accounts are to these lists of an index each', () => {
    const queried = ofType(dev.resources, 'AWS::IAM::Policy').flatMap(([id, { Properties }]) =>
      statements(Properties)
        .filter(({ Resource }) => JSON.stringify(Resource).includes('/index/'))
        .map(({ Action, Resource, Condition }) => [
          plainName(id),
          Action,
          /"\/index\/(\w+)"/.exec(JSON.stringify(Resource))?.[1],
          Condition?.['ForAllValues:StringLike'],
        ]),
    );
    const reading = (who: string, index: string, keys: string) => [
      `${who}RoleDefaultPolicy`,
      'dynamodb:Query',
      index,
      { 'dynamodb:LeadingKeys': [keys] },
    ];
    expect(queried.sort()).toEqual([
      reading('background/DueWorker', 'due', 'DUE#*'),
      reading('background/SchedulerFunction', 'due', 'DUE#*'),
      reading('background/SchedulerFunction', 'due', 'DELIVERIES#*'),
      reading('service/admin', 'lists', 'AUDIT#*'),
      reading('service/admin', 'lists', 'DEBTORS'),
      reading('service/admin', 'lists', 'SUBMISSIONS#*'),
      reading('service/admin', 'lists', 'THEMES#*'),
      reading('service/charges', 'lists', 'CHARGES#*'),
      reading('service/endpoints', 'lists', 'NOTES#*'),
      reading('service/themes', 'lists', 'THEMES#*'),
    ]);
  });

  it('to see how full queues are, are to all of them and to nothing else', () => {
    const [admin] = ofType(dev.resources, 'AWS::IAM::Policy').filter(([id]) =>
      id.startsWith('service/admin'),
    );
    const counting = statements(admin?.[1].Properties ?? {}).filter(
      ({ Action }) => Action === 'sqs:GetQueueAttributes',
    );
    expect(counting).toHaveLength(1);
    const queues = ofType(dev.resources, 'AWS::SQS::Queue').map(([id]) => id.split('/')[1] ?? '');
    const named = [counting[0]?.Resource].flat().map((resource) => JSON.stringify(resource));
    expect(named).toHaveLength(queues.length);
    for (const id of queues) expect(named.join(' ')).toContain(id);
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

/** Whether the statement is about items of the table, of certain partitions. */
const isOnItems = ({ Condition }: Statement): boolean => Condition?.['ForAllValues:StringLike'] !== undefined;

/** As IAM's StringLike reads a pattern. */
const matches = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(text);

const isOnStream = ({ Action }: Statement): boolean =>
  [Action].flat().every((one) => streamReads.includes(one));

function statements(policy: Readonly<Record<string, unknown>>): readonly Statement[] {
  return (policy.PolicyDocument as { Statement: readonly Statement[] }).Statement;
}
