import {
  ACCOUNT_PK,
  AUDIT_LIST,
  AUDIT_PK,
  CATALOGUE_PK,
  CHARGE_OWNER_PK,
  CHARGES_LIST,
  DAILY_USAGE_PK,
  DEBTORS_LIST,
  DELIVERIES_LIST,
  DUE_TASKS_LIST,
  MAIL_ADDRESS_PK,
  MEMBERSHIPS_PK,
  NOTIFICATIONS_LIST,
  OBJECT_PK,
  OWED_PK,
  PACK_FIGURES_PK,
  PAYMENT_EVENT_PK,
  REVENUE_PK,
  SUBMISSIONS_LIST,
  THEME_PK,
  THEMES_LIST,
} from '../functions/store/key-prefixes.ts';

const beginning = <P extends string>(prefix: P): `${P}*` => `${prefix}*`;

/** What a function may do in the table, and with which items. */
export interface TableRights {
  readonly actions: readonly TableAction[];
  /** The partitions by how their keys begin, as `store/key-prefixes.ts` lists them. */
  readonly partitions: readonly Partition[];
  /** Lists across accounts that it reads; all in one index. */
  readonly lists?: readonly List[];
  /** Its access to the audit log. */
  readonly audit?: readonly AuditAction[];
}

/** The log is append-only: no function may change or remove a line. */
export type AuditAction = 'PutItem' | 'Query';

export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem';

export type Partition = keyof typeof partitionKeys;

/** `dynamodb:LeadingKeys` per kind of partition. */
export const partitionKeys = {
  accounts: beginning(ACCOUNT_PK),
  chargeOwners: beginning(CHARGE_OWNER_PK),
  objects: beginning(OBJECT_PK),
  paymentEvents: beginning(PAYMENT_EVENT_PK),
  revenue: beginning(REVENUE_PK),
  dailyUsage: beginning(DAILY_USAGE_PK),
  catalogue: CATALOGUE_PK,
  owed: OWED_PK,
  packFigures: beginning(PACK_FIGURES_PK),
  themes: beginning(THEME_PK),
  mailAddresses: beginning(MAIL_ADDRESS_PK),
  memberships: beginning(MEMBERSHIPS_PK),
} as const;

/** `dynamodb:LeadingKeys` of the audit log. No other partition has this prefix. */
export const AUDIT_KEYS = beginning(AUDIT_PK);

export type List = keyof typeof listKeys;

/** The index of each list, and `dynamodb:LeadingKeys` of the list's partitions in it. */
export const listKeys = {
  dueTasks: { index: 'due', keys: beginning(DUE_TASKS_LIST) },
  deliveries: { index: 'due', keys: beginning(DELIVERIES_LIST) },
  charges: { index: 'lists', keys: beginning(CHARGES_LIST) },
  debtors: { index: 'lists', keys: DEBTORS_LIST },
  audit: { index: 'lists', keys: beginning(AUDIT_LIST) },
  notifications: { index: 'lists', keys: beginning(NOTIFICATIONS_LIST) },
  themes: { index: 'lists', keys: beginning(THEMES_LIST) },
  submissions: { index: 'lists', keys: beginning(SUBMISSIONS_LIST) },
} as const;

const reads = ['GetItem', 'Query'] as const;
/** Reads, and single conditional writes. */
const decisions = [...reads, 'UpdateItem'] as const;
/** Transactions over several items, including condition checks. */
const transactions = [...decisions, 'PutItem', 'ConditionCheckItem'] as const;

/** Also deletes items: a rating with its refunded sale, a list entry with its theme. */
const removals = [...transactions, 'DeleteItem'] as const;

const appends = ['PutItem'] as const;

const withoutQuery = (actions: readonly TableAction[]): TableAction[] =>
  actions.filter((action) => action !== 'Query');

const paying = ['accounts', 'revenue', 'packFigures', 'themes'] as const;

/**
 * The rights of every function that uses the table, by its file below functions/. A test compares each row with the
 * function's bundle, and fails for unused and for missing rights.
 */
export const tableRights: Readonly<Record<string, TableRights>> = {
  'api/quotas': { actions: [...reads, 'BatchGetItem'], partitions: ['accounts'] },
  'api/usage': { audit: appends, actions: [...reads, 'BatchGetItem'], partitions: ['accounts'] },
  'api/corrections': { audit: appends, actions: [...transactions, 'BatchGetItem'], partitions: ['accounts'] },
  'api/reservations': {
    audit: appends,
    actions: [...transactions, 'BatchGetItem'],
    partitions: ['accounts', 'chargeOwners', 'owed', 'catalogue'],
  },
  'api/uploads': {
    audit: appends,
    actions: transactions,
    partitions: ['accounts', 'objects', 'catalogue', 'chargeOwners', 'owed'],
  },
  'api/slots': { actions: decisions, partitions: ['accounts', 'catalogue'] },
  'api/purchases': {
    audit: appends,
    actions: removals,
    partitions: [...paying, 'chargeOwners', 'owed', 'catalogue'],
  },
  'api/charges': {
    audit: appends,
    actions: removals,
    partitions: [...paying, 'chargeOwners', 'owed'],
    lists: ['charges'],
  },
  'api/overage': {
    audit: appends,
    actions: withoutQuery(transactions),
    partitions: ['accounts', 'chargeOwners', 'owed'],
  },
  'api/payments': {
    audit: appends,
    actions: withoutQuery(removals),
    partitions: [...paying, 'chargeOwners', 'owed', 'paymentEvents'],
  },
  'api/endpoints': {
    audit: appends,
    actions: removals,
    partitions: ['accounts', 'mailAddresses'],
    lists: ['notifications'],
  },
  'api/attempts': { actions: withoutQuery(decisions), partitions: ['accounts', 'mailAddresses'] },
  'api/themes': { audit: appends, actions: removals, partitions: ['accounts', 'themes'], lists: ['themes'] },
  'api/sales': { audit: appends, actions: removals, partitions: [...paying, 'chargeOwners', 'owed'] },
  'api/earnings': { audit: appends, actions: transactions, partitions: ['accounts'] },
  'api/members': { audit: appends, actions: removals, partitions: ['accounts', 'memberships'] },
  'api/admin': {
    audit: [...appends, 'Query'],
    actions: removals,
    partitions: [...paying, 'chargeOwners', 'owed', 'dailyUsage', 'catalogue'],
    lists: ['audit', 'debtors', 'submissions', 'themes'],
  },
  'workers/usage': {
    audit: appends,
    actions: [...transactions, 'BatchGetItem'],
    partitions: ['accounts', 'chargeOwners', 'owed'],
  },
  'workers/transcoding': {
    audit: appends,
    actions: [...transactions, 'BatchGetItem'],
    partitions: ['accounts', 'chargeOwners', 'owed'],
  },
  'workers/uploads': {
    audit: appends,
    actions: withoutQuery(transactions),
    partitions: ['accounts', 'objects', 'chargeOwners', 'owed'],
  },
  'workers/themes': {
    actions: withoutQuery(transactions),
    partitions: ['accounts', 'themes'],
  },
  'workers/access-token': { actions: ['GetItem'], partitions: ['memberships'] },
  'workers/relay': { actions: decisions, partitions: ['accounts', 'themes'] },
  'workers/webhooks': { actions: ['Query', 'UpdateItem'], partitions: ['accounts'] },
  'workers/platform-webhooks': { actions: ['Query', 'UpdateItem'], partitions: ['accounts'] },
  'workers/deliveries': { actions: withoutQuery(decisions), partitions: ['accounts', 'mailAddresses'] },
  'workers/mail': { actions: ['GetItem', 'UpdateItem'], partitions: ['accounts', 'mailAddresses'] },
  'workers/mail-feedback': {
    audit: appends,
    actions: ['PutItem', 'UpdateItem', 'ConditionCheckItem'],
    partitions: ['mailAddresses'],
  },
  'workers/due': {
    audit: appends,
    actions: [...removals, 'BatchGetItem'],
    partitions: [...paying, 'chargeOwners', 'owed', 'dailyUsage', 'paymentEvents'],
    lists: ['dueTasks'],
  },
  'workers/scheduler': {
    actions: ['UpdateItem'],
    partitions: ['accounts'],
    lists: ['dueTasks', 'deliveries'],
  },
};
