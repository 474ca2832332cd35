import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

const reads = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const writes = ['dynamodb:PutItem', 'dynamodb:UpdateItem'];

/** What the table needs to know of its deployment. */
export interface BillingTableProps {
  readonly deletionProtection: boolean;
}

/** The single table, and who may do what with it. Nobody may scan it, and nothing is deleted but by its TTL. */
export class BillingTable extends Construct {
  readonly tableName: string;
  private readonly arn: string;

  constructor(scope: Construct, id: string, props: BillingTableProps) {
    super(scope, id);
    const table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: TableEncryption.AWS_MANAGED,
      timeToLiveAttribute: 'expiresAt',
      deletionProtection: props.deletionProtection,
    });
    this.tableName = table.tableName;
    this.arn = table.tableArn;
  }

  /** Looks up quotas, usage, slots, uploads. */
  grantReads(...grantees: readonly IGrantable[]): void {
    this.grant(reads, grantees);
  }

  /** Reads, and decides by one conditional write. */
  grantDecisions(...grantees: readonly IGrantable[]): void {
    this.grant([...reads, ...writes], grantees);
  }

  /** Decides over several items in one transaction, which may also just check an item. */
  grantTransactions(...grantees: readonly IGrantable[]): void {
    this.grant([...reads, ...writes, 'dynamodb:ConditionCheckItem'], grantees);
  }

  private grant(actions: readonly string[], grantees: readonly IGrantable[]): void {
    for (const grantee of grantees) {
      Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns: [this.arn] });
    }
  }
}
