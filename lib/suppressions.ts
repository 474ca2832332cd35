import { type App, Validations } from 'aws-cdk-lib';

/** A rule of cdk-nag that does not apply somewhere, and the reason. */
export interface Suppression {
  /** With the finding in brackets if a rule has several. */
  readonly id: string;
  /** The constructs by path: the stack (without `billing-<stage>-`), then the ids in it. */
  readonly at: RegExp;
  readonly reason: string;
  /** Whether other stages than dev follow the rule. */
  readonly onDevOnly?: true;
}

/** All suppressed rules of the AwsSolutions pack. A test refuses an entry that suppresses nothing. */
export const suppressions: readonly Suppression[] = [
  {
    id: 'AwsSolutions-IAM5[Resource::*]',
    at: /(Worker|Function|Relay|^service\/[a-z]+)Role$/,
    reason:
      'X-Ray names no resources, and neither does dynamodb:ListStreams, which the relay needs. A test holds that nothing else is granted on *.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<UploadsBucketC4B27CC7.Arn>/uploads/*]',
    at: /^service\/uploadsRole$/,
    reason: 'The function signs forms for files whose keys it makes up: all of them begin with uploads/.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<ThemesBucket76487EE4.Arn>/packages/*]',
    at: /^(service\/themes|ingest\/Themes\/Validation\/Worker)Role$/,
    reason:
      'One signs forms for packages, the other reads what came of them: the key of each begins with packages/.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<ThemesBucket76487EE4.Arn>/published/*]',
    at: /^(service\/(themes|sales|admin)|ingest\/Themes\/Validation\/Worker)Role$/,
    reason:
      'What is made of packages is kept under keys that begin with published/, and links are signed to any of it.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<ArchiveBucket49F1AC64.Arn>/events/*]',
    at: /^ingest\/Usage\/WorkerRole$/,
    reason: 'The archive grows by files whose keys are made up: all of them begin with events/.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<AuditBucket7486E833.Arn>/lines/*]',
    at: /^background\/Audit\/WorkerRole$/,
    reason: 'Each batch of audit lines is a file whose key begins with lines/.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<DeliveryLogsBucket4E35ED34.Arn>/AWSLogs/*]',
    at: /^ingest\/Media\/Delivery\/WorkerRole$/,
    reason: 'CloudFront makes up the keys of its log files: all of them begin with AWSLogs/.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<SchedulerFunctionA1BD39EF.Arn>:*]',
    at: /^background\/SchedulerRoleForTarget-\w+$/,
    reason: "CDK's schedule target grants the versions of the one function that it invokes.",
  },
  {
    id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]',
    at: /^(background\/(Webhooks\/Deliveries|Mail)\/WorkerRole|service\/attemptsRole)$/,
    reason:
      'In its sandbox SES asks for the right to the receiver too. The statement holds for the one sender alone (ses:FromAddress).',
  },
  {
    id: 'AwsSolutions-SMG4',
    at: /^ingest\/Payments\/SandboxSecret$/,
    reason: 'It guards no money. An operator may put in another; functions take it up within five minutes.',
  },
  {
    id: 'AwsSolutions-SMG4',
    at: /^data\/EventKey\/Secret$/,
    reason:
      'Counted events are known by a hash with this key alone: rotated, every event sent again would count twice.',
  },
  {
    id: 'AwsSolutions-SMG4',
    at: /^ingest\/Payments\/StripeSecret$/,
    reason:
      "Stripe's keys are rolled in its dashboard, which no rotation function may do. docs/operations.md says how.",
  },
  {
    id: 'AwsSolutions-APIG4',
    at: /^service\/Api\/Api\/((GET|HEAD|POST|PUT|PATCH|DELETE)--|Unrouted)/,
    reason:
      'Every function verifies the token, so that a bad one is refused as the contract says. A test holds it for each route.',
  },
  {
    id: 'AwsSolutions-COG2',
    at: /^data\/Users\/Pool$/,
    reason: 'On dev a script must be able to sign in. On every other stage MFA is required.',
    onDevOnly: true,
  },
  {
    id: 'AwsSolutions-COG8',
    at: /^data\/Users\/Pool$/,
    reason:
      'Threat protection costs 0.02 USD a month for each user. Nobody signs up by themselves, and MFA is required.',
  },
  {
    id: 'AwsSolutions-CFR1',
    at: /^web\/Site\/Distribution$/,
    reason: 'The service is sold everywhere.',
  },
  {
    id: 'AwsSolutions-CFR2',
    at: /^web\/Site\/Distribution$/,
    reason:
      'The API throttles by itself, asks for a token on all but three routes, and the rest are static files.',
  },
  {
    id: 'AwsSolutions-CFR3',
    at: /^web\/Site\/Distribution$/,
    reason: 'The API logs every call, and the bucket every file that CloudFront fetches.',
  },
  {
    id: 'AwsSolutions-CFR4',
    at: /^web\/Site\/Distribution$/,
    reason:
      "CloudFront's own name comes with CloudFront's own certificate, whose protocols cannot be chosen.",
  },
];

/** Suppresses the rules at their constructs. */
export function acknowledgeRules(app: App, stage: string): void {
  const applied = suppressions.filter(({ onDevOnly }) => !onDevOnly || stage === 'dev');
  for (const construct of app.node.findAll()) {
    const path = construct.node.path.replace(/^billing-[a-z0-9]+-/, '');
    for (const { id, at, reason } of applied)
      if (at.test(path)) Validations.of(construct).acknowledge({ id, reason });
  }
}
