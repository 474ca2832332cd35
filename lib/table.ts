import {
  AttributeType,
  BillingMode,
  type ITable,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { DUE_INDEX, LISTS_INDEX } from '../functions/store/keys.ts';
import type { BillingFunction } from './function.ts';
import { AUDIT_KEYS, type List, listKeys, partitionKeys, type TableAction, tableRights } from './rights.ts';

/** What the table depends on. */
export interface BillingTableProps {
  readonly deletionProtection: boolean;
}

/** The single table and the rights in it. No function may scan it. */
export class BillingTable extends Construct {
  readonly tableName: string;
  /** The table, for alarms. */
  readonly watched: Table;
  /** The table, for event sources. Its stream has old and new images. */
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
    this.watched = table;
    // CDK's own types are incompatible with exactOptionalPropertyTypes.
    this.streamed = table as ITable;
    this.arn = table.tableArn;
  }

  /** Grants functions their rights of `rights.ts`. */
  grant(...functions: readonly BillingFunction[]): void {
    for (const grantee of functions) {
      const rights = tableRights[grantee.file];
      if (rights === undefined) throw new Error(`rights.ts does not say what ${grantee.file} may do.`);
      const { actions, partitions, audit = [] } = rights;
      this.grantItems(
        grantee,
        actions,
        partitions.map((partition) => partitionKeys[partition]),
      );
      this.grantItems(grantee, audit, [AUDIT_KEYS]);
      for (const list of rights.lists ?? []) this.grantList(grantee, list);
    }
  }

  /**
   * Grants one list of an index. Without the condition a function could read the lists of all accounts. In a query of
   * an index, `LeadingKeys` is the index's partition key (Amazon DynamoDB Developer Guide, "Using IAM policy
   * conditions").
   */
  private grantList(grantee: BillingFunction, list: List): void {
    const { index, keys } = listKeys[list];
    Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:Query'],
      resourceArns: [`${this.arn}/index/${index}`],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [keys] } },
    });
  }

  /** The partition of every item in a request must be one of these, in transactions as well. */
  private grantItems(
    grantee: BillingFunction,
    actions: readonly TableAction[],
    partitions: readonly string[],
  ): void {
    if (actions.length === 0) return;
    Grant.addToPrincipal({
      grantee,
      actions: actions.map((action) => `dynamodb:${action}`),
      resourceArns: [this.arn],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...partitions] } },
    });
  }
}

const keyOf = (name: string) => ({ name, type: AttributeType.STRING });
