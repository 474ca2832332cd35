import {
  AttributeType,
  BillingMode,
  type ITable,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { DUE_INDEX, LISTS_INDEX } from '../functions/store/keys.ts';

const reads = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const writes = ['dynamodb:PutItem', 'dynamodb:UpdateItem'];

/** What the table needs to know of its deployment. */
export interface BillingTableProps {
  readonly deletionProtection: boolean;
}

/** The single table, and who may do what with it. Nobody may scan it. */
export class BillingTable extends Construct {
  readonly tableName: string;
  /** For event sources: its stream has old and new images. */
  readonly streamed: ITable;
  private readonly arn: string;

  constructor(scope: Construct, id: string, props: BillingTableProps) {
    super(scope, id);
    const table = new Table(this, 'Table', {
      partitionKey: keyOf('pk'),
      sortKey: keyOf('sk'),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: TableEncryption.AWS_MANAGED,
      timeToLiveAttribute: 'expiresAt',
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      deletionProtection: props.deletionProtection,
    });
    table.addGlobalSecondaryIndex({
      indexName: DUE_INDEX,
      partitionKey: keyOf('dueShard'),
      sortKey: keyOf('dueAt'),
      projectionType: ProjectionType.KEYS_ONLY,
    });
    table.addGlobalSecondaryIndex({
      indexName: LISTS_INDEX,
      partitionKey: keyOf('listPk'),
      sortKey: keyOf('listSk'),
      projectionType: ProjectionType.ALL,
    });
    this.tableName = table.tableName;
    // CDK's own types do not keep to exactOptionalPropertyTypes.
    this.streamed = table as ITable;
    this.arn = table.tableArn;
  }

  /** Looks up quotas, usage, slots, uploads. */
  grantReads(...grantees: readonly IGrantable[]): void {
    grant(reads, this.arn, grantees);
  }

  /** Reads, and decides by one conditional write. */
  grantDecisions(...grantees: readonly IGrantable[]): void {
    grant([...reads, ...writes], this.arn, grantees);
  }

  /** Decides over several items in one transaction, which may also just check an item. */
  grantTransactions(...grantees: readonly IGrantable[]): void {
    grant([...reads, ...writes, 'dynamodb:ConditionCheckItem'], this.arn, grantees);
  }

  /** Deletes what its owner wants gone: everything else goes by its TTL. */
  grantDeletions(...grantees: readonly IGrantable[]): void {
    grant(['dynamodb:DeleteItem'], this.arn, grantees);
  }

  /** Finds across accounts what is due. */
  grantDueReads(...grantees: readonly IGrantable[]): void {
    grant(['dynamodb:Query'], `${this.arn}/index/${DUE_INDEX}`, grantees);
  }

  /** Finds across accounts what stands on a list. */
  grantListReads(...grantees: readonly IGrantable[]): void {
    grant(['dynamodb:Query'], `${this.arn}/index/${LISTS_INDEX}`, grantees);
  }
}

const keyOf = (name: string) => ({ name, type: AttributeType.STRING });

function grant(actions: readonly string[], resource: string, grantees: readonly IGrantable[]): void {
  for (const grantee of grantees)
    Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns: [resource] });
}
