import { createHash } from 'node:crypto';
import type { AccountId } from '../domain/accounts.ts';
import type { Meter } from '../domain/meters.ts';
import { type DeliveryRef, PLATFORM, type WebhookOwner } from '../domain/notifications/deliveries.ts';
import type { Period } from '../domain/periods.ts';
import { type Day, type Hour, type Instant, iso, parseInstant } from '../domain/time.ts';

/**
 * Every key and access pattern of the single table, on one page; those of the theme store are built in theme-keys.ts.
 *
 * | item                   | pk                    | sk                            | read by |
 * |------------------------|-----------------------|-------------------------------|---------|
 * | Balance of a counter   | A#<account>           | BAL#<period's first day>#<meter> | Get; one Query for all quotas |
 * | Balance of a gauge     | A#<account>           | BAL#GAUGE#<meter>             | the same |
 * | Slots                  | A#<account>           | BAL#SLOTS#<meter>             | the same |
 * | Bucket of counted events | A#<account>         | USE#<meter>#<day>[T<hour>[:<minute>[:<second>[#<hash>]]]] | BatchGet by address; Query by time |
 * | Failed event           | A#<account>           | FAIL#<source, id>             | Get |
 * | Corrected event        | A#<account>           | CORR#<meter>#<hour>#<source, id> | Get; Query by time |
 * | Pending adjustment     | A#<account>           | ADJ#<meter>#<period's first day> | Get; Query |
 * | Upload                 | A#<account>           | UPL#<uploadId>                | Get |
 * | Idempotency record     | A#<account>           | IDEM#<operation>                   | Get |
 * | Account                | A#<account>           | BAL#ACCOUNT                   | Get; with the balances |
 * | Purchase               | A#<account>           | PACK#<purchaseId>             | Get; Query, newest first |
 * | Charge                 | A#<account>           | CHG#<chargeId>                | Get; Query, newest first |
 * | Purchase of a theme    | A#<account>           | SALE#<purchaseId>             | Get; Query, newest first |
 * | Right to use a theme   | A#<account>           | THEME#<themeId>               | Get; Query |
 * | Rating of a theme      | A#<account>           | RATING#<themeId>              | Get |
 * | Sale not shared out    | A#<creator>           | EARN#OPEN#<day>#<kind>#<id>   | Query by day |
 * | Line of a creator      | A#<creator>           | EARN#LINE#<lineId>            | Get; Query, newest first |
 * | Ledger of a creator    | A#<creator>           | EARN#LEDGER                   | Get |
 * | Share of a theme so far | A#<creator>          | EARN#THEME#<themeId>          | Get |
 * | Payout                 | A#<creator>           | PAYOUT#<payoutId>             | Get; Query, newest first |
 * | Where payouts go       | A#<creator>           | PAYTO                         | Get |
 * | Overage quote          | A#<account>           | QUOTE#<quoteId>               | Get |
 * | Usage snapshot         | A#<account>           | SNAP#<time>#<kind>            | Query by time |
 * | Share of a day's figures | A#<account>         | DAY#<day>                     | Get, until it is added |
 * | Audit line             | AUD#<account>, AUD#platform | LINE#<time>#<id>        | Query, newest first |
 * | Webhook endpoint       | A#<account>           | HOOK#<endpointId>             | Get; Query |
 * | Delivery to an endpoint | A#<account>          | DLV#<endpointId>#<deliveryId> | Get; Query, newest first |
 * | Which endpoints there are | A#<account>        | HOOKS                         | for its condition |
 * | Who sends to endpoints now | A#<account>       | SENDING                       | for its condition |
 * | When a fact first came | A#<account>           | SEEN#<fact>                   | for what its write answers |
 * | Notification           | A#<account>           | NOTE#<fact>                   | by its list |
 * | Quota alert            | A#<account>           | ALERT#<period's first day, GAUGE or SLOTS>#<meter>#<percent> | for its condition |
 * | Member of a company    | A#<company>           | MEMBER#<user>                 | Get; Query |
 * | Counts of the members  | A#<company>           | MEMBERS                       | Get, and for its condition |
 * | Companies of a user    | COMPANIES#<user>      | ALL                           | Get |
 * | Contact for mail       | A#<account>           | CONTACT                       | Get |
 * | Mail that was sent     | A#<account>           | MAIL#<fact, or quota alert and day> | for its condition |
 * | Address without mail   | M#<hash of the address> | SUPPRESSED                  | Get |
 * | Whose charge it is     | C#<chargeId>          | CHARGE                        | Get |
 * | Stored object          | O#<bucket>#<key>      | V#<version>                   | Query |
 * | Pack type              | CATALOGUE             | PACK#<packType>               | Get; Query |
 * | Payment event          | E#<provider>#<eventId> | EVENT                        | Get |
 * | Revenue of a day       | R#<month>             | <day>#<shard>                 | Query by day |
 * | Figures of a pack type | PACKS                 | <packType>#<shard>            | Query |
 * | Figures of a theme     | T#<themeId>           | FIGURES#<shard>               | Query |
 * | Usage of a day         | U#<month>             | <day>#<shard>                 | Query by day |
 * | Theme                  | T#<themeId>           | THEME                         | Get; Query, with its versions |
 * | Version of a theme     | T#<themeId>           | V#<number>                    | Get; Query |
 * | Card of a theme, one a sort order | T#<themeId> | CARD#<sort>                  | by the lists |
 * | Whether the cards are right | T#<themeId>      | CARDS                         | Get |
 * | Which themes an account submitted | A#<account> | SUBMITTED#<themeId>          | Query, newest first |
 * | Which submissions are open | A#<account>       | SUBMISSIONS                   | Get |
 *
 * Index `due`, sparse: what has to be done, by shard of the account, in the order of time.
 *   dueShard `DUE#<shard>`, of deliveries `DELIVERIES#<shard>`; dueAt `<time>#<kind>`. Keys only.
 * Index `lists`, sparse: what is looked for across accounts. listPk, listSk. Whole items.
 *   `ACCOUNTS#<shard>` accounts · `OWED#<shard>` charges that are owed · `SETTLED#<day>#<shard>` charges that
 *   ended that day · `AUDIT#<month>#<shard>` audit lines · `OBJECTS#<account>` stored objects · `THEMES#<sort>` cards of the
 *   themes on sale · `SUBMISSIONS#<state>` versions of themes · `NOTES#<account>` notifications
 */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

const accountPk = (account: WebhookOwner): string => `A#${account}`;
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** The balance a meter is decided on. A counter has one a period, the others one for good. */
export function balanceKey(account: AccountId, meter: Meter, period: Period): Key {
  const scope = { counter: period.day, gauge: 'GAUGE', slots: 'SLOTS' }[meter.kind];
  return { pk: accountPk(account), sk: `BAL#${scope}#${meter.name}` };
}

/** What one Query reads to answer all quotas: the running period's counters, the gauges, the slots. */
export function balanceRange(account: AccountId, period: Period): { pk: string; from: string; to: string } {
  return { pk: accountPk(account), from: `BAL#${period.day}`, to: 'BAL#~' };
}

/** A bucket of counted events. Its address starts with the time, so that a range of hours is a range of keys. */
export const bucketKey = (account: AccountId, meter: Meter, address: string): Key => ({
  pk: accountPk(account),
  sk: `USE#${meter.name}#${address}`,
});

/** The buckets of the hours from `from` (inclusive) to `to`, and of the days that begin there. */
export function pageRange(account: AccountId, meter: Meter, from: Hour, to: Hour) {
  const prefix = `USE#${meter.name}#`;
  return { pk: accountPk(account), from: `${prefix}${from}`, to: `${prefix}${to}`, prefix };
}

export const failedEventKey = (account: AccountId, source: string, id: string): Key => ({
  pk: accountPk(account),
  sk: `FAIL#${digest(`${source}\n${id}`)}`,
});

/** What was made of a counted event; by its hour, as the pages of events are. */
export const correctionKey = (
  account: AccountId,
  meter: string,
  hour: Hour,
  source: string,
  id: string,
): Key => ({
  pk: accountPk(account),
  sk: `CORR#${meter}#${hour}#${digest(`${source}\n${id}`)}`,
});

/** All corrections of events of the hours from `from` (inclusive) to `to` (exclusive). */
export const correctionRange = (account: AccountId, meter: Meter, from: Hour, to: Hour) => ({
  pk: accountPk(account),
  from: `CORR#${meter.name}#${from}`,
  to: `CORR#${meter.name}#${to}`,
});

export const adjustmentKey = (account: AccountId, meter: string, day: Day): Key => ({
  pk: accountPk(account),
  sk: `ADJ#${meter}#${day}`,
});

export const uploadKey = (account: AccountId, uploadId: string): Key => ({
  pk: accountPk(account),
  sk: `UPL#${uploadId}`,
});

/** The first half of an operation's id is its key's; the second half says which use of the key it was. */
export const operationKey = (scope: string, operationId: string): Key => ({
  pk: `A#${scope}`,
  sk: `IDEM#${operationId.slice(0, 16)}`,
});

const objectPartition = (bucket: string, key: string): string => `O#${bucket}#${key}`;

export const objectKey = (bucket: string, key: string, version: string): Key => ({
  pk: objectPartition(bucket, key),
  sk: `V#${version}`,
});

/** Every version that is or was under a key. */
export const versionRange = (bucket: string, key: string) => ({
  pk: objectPartition(bucket, key),
  from: 'V#',
  to: 'V#~',
});

/** How many parts the work of the whole service is split into. More can be added; fewer would lose some. */
export const SHARDS = 16;

/** Which part an account belongs to: always the same one. */
export const shardOf = (text: string): number =>
  createHash('sha256').update(text).digest().readUInt16BE() % SHARDS;

export const allShards: readonly number[] = Array.from({ length: SHARDS }, (_, shard) => shard);

export const DUE_INDEX = 'due';
export const LISTS_INDEX = 'lists';

/** What can be due: who deals with it, by the name of the kind. */
export type DueKind =
  | 'account'
  | 'charge'
  | 'delivery'
  | 'earnings'
  | 'event'
  | 'figures'
  | 'overage'
  | 'payout'
  | 'purchase'
  | 'slots'
  | 'theme';

/** The kinds that the worker of due tasks does. Deliveries are sent by workers of their own. */
export type TaskKind = Exclude<DueKind, 'delivery'>;

/** The attributes that put an item on the list of what is due. */
export interface DueAttributes {
  readonly dueShard: string;
  readonly dueAt: string;
}

export const dueShardKey = (shard: number): string => `DUE#${shard}`;

/**
 * Deliveries have shards apart from all other due tasks, and the platform's have one of their own: however many are due, the
 * tasks of accounts do not wait for them.
 */
export type DeliveryShard = `DELIVERIES#${number | typeof PLATFORM}`;

const deliveryShard = (part: number | typeof PLATFORM): DeliveryShard => `DELIVERIES#${part}`;

export const deliveryShards = (): DeliveryShard[] =>
  [...allShards, PLATFORM as typeof PLATFORM].map(deliveryShard);

export const dueAttributes = (owner: string, at: Instant, kind: TaskKind): DueAttributes => ({
  dueShard: dueShardKey(shardOf(owner)),
  dueAt: dueAtOf(at, kind),
});

/** The same for a delivery. */
export const deliveryDueAttributes = (owner: WebhookOwner, at: Instant): DueAttributes => ({
  dueShard: deliveryShard(owner === PLATFORM ? PLATFORM : shardOf(owner)),
  dueAt: dueAtOf(at, 'delivery'),
});

export const dueAtOf = (at: Instant, kind: DueKind): string => `${iso(at)}#${kind}`;

export const accountKey = (account: AccountId): Key => ({ pk: accountPk(account), sk: 'BAL#ACCOUNT' });

export const endpointKey = (account: WebhookOwner, endpointId: string): Key => ({
  pk: accountPk(account),
  sk: `HOOK#${endpointId}`,
});

export const deliveryKey = (account: WebhookOwner, endpointId: string, deliveryId: string): Key => ({
  pk: accountPk(account),
  sk: `DLV#${endpointId}#${deliveryId}`,
});

export const ofAccount = (account: WebhookOwner, prefix: string) => ({ pk: accountPk(account), prefix });

export const purchaseKey = (account: AccountId, purchaseId: string): Key => ({
  pk: accountPk(account),
  sk: `PACK#${purchaseId}`,
});

/** The purchases of a pack or a theme that wait for their payment. Read when one begins. */
export const pendingKey = (account: AccountId, what: string): Key => ({
  pk: accountPk(account),
  sk: `PENDING#${what}`,
});

export const chargeKey = (account: AccountId, chargeId: string): Key => ({
  pk: accountPk(account),
  sk: `CHG#${chargeId}`,
});

/** Who owns a charge: for those who know its id alone. */
export const chargeOwnerKey = (chargeId: string): Key => ({ pk: `C#${chargeId}`, sk: 'CHARGE' });

export const quoteKey = (account: AccountId, quoteId: string): Key => ({
  pk: accountPk(account),
  sk: `QUOTE#${quoteId}`,
});

export const snapshotKey = (account: AccountId, at: Instant, kind: string): Key => ({
  pk: accountPk(account),
  sk: `SNAP#${iso(at)}#${kind}`,
});

/**
 * An audit line of an account, or of the platform itself (null). In partitions of their own, so that rights can end at
 * adding: no function may change or remove a line.
 */
export const auditKey = (account: AccountId | null, at: Instant, id: string): Key => {
  const { pk, prefix } = auditOf(account);
  return { pk, sk: `${prefix}${iso(at)}#${id}` };
};

/** How the keys of the audit log begin, and no others. */
export const AUDIT_PK = 'AUD#';

/** All audit lines of an account, or of the platform itself (null). */
export const auditOf = (account: AccountId | null) => ({
  pk: `${AUDIT_PK}${account ?? PLATFORM}`,
  prefix: 'LINE#',
});

/** Whether mail may go to an address. Domains are written in any case, and so are most mailboxes. */
export const suppressionKey = (email: string): Key => ({
  pk: `M#${digest(email.trim().toLowerCase())}`,
  sk: 'SUPPRESSED',
});

export const packTypeKey = (packType: string): Key => ({ pk: 'CATALOGUE', sk: `PACK#${packType}` });

export const paymentEventKey = (provider: string, eventId: string): Key => ({
  pk: `E#${provider}#${eventId}`,
  sk: 'EVENT',
});

/** The sums of one day; in shards, because no item is for everybody to write. */
export const revenueKey = (day: Day, owner: string): Key => ({
  pk: `R#${day.slice(0, 7)}`,
  sk: `${day}#${shardOf(owner)}`,
});

export const packFiguresKey = (packType: string, owner: string): Key => ({
  pk: 'PACKS',
  sk: `${packType}#${shardOf(owner)}`,
});

/** What an account adds to the figures of a day, until it is added. */
export const contributionKey = (account: AccountId, day: Day): Key => ({
  pk: accountPk(account),
  sk: `DAY#${day}`,
});

/** The day of such a contribution, read back from its key. */
export const dayOfContribution = ({ sk }: Key): Day => sk.slice('DAY#'.length) as Day;

export const dailyUsageKey = (day: Day, owner: string): Key => ({
  pk: `U#${day.slice(0, 7)}`,
  sk: `${day}#${shardOf(owner)}`,
});

export const accountsList = (account: AccountId): string => `ACCOUNTS#${shardOf(account)}`;
export const owedList = (account: AccountId): string => `OWED#${shardOf(account)}`;
export const accountsLists: readonly string[] = allShards.map((shard) => `ACCOUNTS#${shard}`);
export const owedLists: readonly string[] = allShards.map((shard) => `OWED#${shard}`);
export const settledList = (day: string, account: AccountId): string => `SETTLED#${day}#${shardOf(account)}`;
export const auditList = (account: AccountId | null, at: Instant): string =>
  `AUDIT#${iso(at).slice(0, 7)}#${shardOf(account ?? PLATFORM)}`;
/** The lists that together have the audit lines of a month (`2026-11`). */
export const auditLists = (month: string): readonly string[] =>
  allShards.map((shard) => `AUDIT#${month}#${shard}`);
export const objectsList = (account: AccountId): string => `OBJECTS#${account}`;
export const notesList = (account: AccountId): string => `NOTES#${account}`;

/** Whose item it is, by its key; null for items of nobody. */
export const accountOf = (key: Key): AccountId | null =>
  key.pk.startsWith('A#') ? (key.pk.slice(2) as AccountId) : null;

/** The place of a delivery, read back from its key: what is due is known by its key alone. */
export function readDeliveryKey(key: Key): DeliveryRef {
  const owner: WebhookOwner | null = accountOf(key);
  const [kind, endpointId, deliveryId] = key.sk.split('#');
  if (!owner || kind !== 'DLV' || !endpointId || !deliveryId)
    throw new Error(`${key.pk} ${key.sk} is no delivery.`);
  return { owner, endpointId, deliveryId };
}

/** When an item is due, read back from its attribute. */
export const readDueAt = (dueAt: string): Instant => parseInstant(dueAt.slice(0, dueAt.lastIndexOf('#')));

export const endpointRosterKey = (account: WebhookOwner): Key => ({ pk: accountPk(account), sk: 'HOOKS' });
export const memberKey = (company: AccountId, user: string): Key => ({
  pk: accountPk(company),
  sk: `MEMBER#${user}`,
});
export const memberCountsKey = (company: AccountId): Key => ({ pk: accountPk(company), sk: 'MEMBERS' });

/** Of a partition of its own: who makes tokens reads these items and nothing else. */
export const companiesKey = (user: AccountId): Key => ({ pk: `COMPANIES#${user}`, sk: 'ALL' });

/** The workers that send to an owner's endpoints at this moment. */
export const sendingKey = (owner: WebhookOwner): Key => ({ pk: accountPk(owner), sk: 'SENDING' });
export const contactKey = (account: AccountId): Key => ({ pk: accountPk(account), sk: 'CONTACT' });

export const seenEventKey = (account: WebhookOwner, factId: string): Key => ({
  pk: accountPk(account),
  sk: `SEEN#${digest(factId)}`,
});

export const mailKey = (account: AccountId, factId: string): Key => ({
  pk: accountPk(account),
  sk: `MAIL#${digest(factId)}`,
});

/** The alert of one threshold of a balance. */
export const alertKey = (account: AccountId, meter: Meter, period: Period, percent: number): Key => {
  const { pk, sk } = balanceKey(account, meter, period);
  return { pk, sk: `ALERT#${sk.slice('BAL#'.length)}#${percent}` };
};

export const noteKey = (account: AccountId, factId: string): Key => ({
  pk: accountPk(account),
  sk: `NOTE#${digest(factId)}`,
});
