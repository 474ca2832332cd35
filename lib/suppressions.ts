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
      'X-Ray and dynamodb:ListStreams, which the relay needs, do not support resources. A test verifies that no other action is granted on *.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<UploadsBucketC4B27CC7.Arn>/uploads/*]',
    at: /^service\/uploadsRole$/,
    reason: 'The function signs upload forms for new keys, which all start with uploads/.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<ThemesBucket76487EE4.Arn>/packages/*]',
    at: /^(service\/themes|ingest\/Themes\/Validation\/Worker)Role$/,
    reason:
      'One function signs upload forms for packages, the other reads the packages. All keys start with packages/.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<ThemesBucket76487EE4.Arn>/published/*]',
    at: /^(service\/(themes|sales|admin)|ingest\/Themes\/Validation\/Worker)Role$/,
    reason:
      'Published files have keys that start with published/, and the functions write them or sign links to them.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<ArchiveBucket49F1AC64.Arn>/events/*]',
    at: /^ingest\/Usage\/WorkerRole$/,
    reason: 'The worker adds files with new keys, which all start with events/.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<AuditBucket7486E833.Arn>/lines/*]',
    at: /^background\/Audit\/WorkerRole$/,
    reason: 'The worker adds a file per batch of audit lines. All keys start with lines/.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<DeliveryLogsBucket4E35ED34.Arn>/AWSLogs/*]',
    at: /^ingest\/Media\/Delivery\/WorkerRole$/,
    reason: 'CloudFront chooses the keys of its log files, which all start with AWSLogs/.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<SchedulerFunctionA1BD39EF.Arn>:*]',
    at: /^background\/SchedulerRoleForTarget-\w+$/,
    reason: "CDK's schedule target grants all versions of the single function that it invokes.",
  },
  {
    id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]',
    at: /^(background\/(Webhooks\/Deliveries|Mail)\/WorkerRole|service\/attemptsRole)$/,
    reason:
      'In its sandbox SES also checks the right to the recipient. The statement is restricted to one sender (ses:FromAddress).',
  },
  {
    id: 'AwsSolutions-SMG4',
    at: /^ingest\/Payments\/SandboxSecret$/,
    reason:
      'The secret protects no money. An operator can replace it; functions use the new one within five minutes.',
  },
  {
    id: 'AwsSolutions-SMG4',
    at: /^data\/EventKey\/Secret$/,
    reason:
      'Counted events are identified by hashes with this key. After a rotation every repeated event would count twice.',
  },
  {
    id: 'AwsSolutions-SMG4',
    at: /^ingest\/Payments\/(?!Sandbox)\w+Secret$/,
    reason:
      "Stripe's keys are rotated in its dashboard, which a rotation function cannot do. See docs/operations.md.",
  },
  {
    id: 'AwsSolutions-APIG4',
    at: /^service\/Api\/Api\/((GET|HEAD|POST|PUT|PATCH|DELETE)--|Unrouted)/,
    reason:
      'Every function verifies the token, and refuses an invalid one as the contract says. A test covers each route.',
  },
  {
    id: 'AwsSolutions-COG2',
    at: /^data\/Users\/Pool$/,
    reason: 'Scripts must be able to sign in on dev. All other stages require MFA.',
    onDevOnly: true,
  },
  {
    id: 'AwsSolutions-COG8',
    at: /^data\/Users\/Pool$/,
    reason:
      'Threat protection costs 0.02 USD per user and month. Self-sign-up is disabled, and MFA is required.',
  },
  {
    id: 'AwsSolutions-CFR1',
    at: /^web\/Site\/Distribution$/,
    reason: 'The service is available in all countries.',
  },
  {
    id: 'AwsSolutions-CFR2',
    at: /^web\/Site\/Distribution$/,
    reason:
      'The API throttles requests and requires a token on all but three routes. Everything else is static files.',
  },
  {
    id: 'AwsSolutions-CFR3',
    at: /^web\/Site\/Distribution$/,
    reason: 'The API logs every request, and the bucket every file that CloudFront reads.',
  },
  {
    id: 'AwsSolutions-CFR4',
    at: /^web\/Site\/Distribution$/,
    reason: "The default domain uses CloudFront's own certificate, whose protocols cannot be configured.",
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
