/**
 * The registry of the table: every item, its key and who reads it. keys.ts, list-keys.ts (lists across accounts) and, for the
 * theme store, theme-keys.ts build and read keys from the prefixes below; a test refuses key literals elsewhere.
 *
 * | item                   | pk                    | sk                            | read by |
 * |------------------------|-----------------------|-------------------------------|---------|
 * | Balance of a counter   | A#<account>           | BAL#<period's first day>#<meter> | Get; one Query for all quotas |
 * | Balance of a gauge     | A#<account>           | BAL#GAUGE#<meter>             | the same |
 * | Slots                  | A#<account>           | BAL#SLOTS#<meter>             | the same |
 * | Bucket of counted events | A#<account>         | USE#<meter>#<day>[T<hour>[:<minute>[:<second>[#<hash>]]]] | BatchGet by address; Query by time |
 * | Usage sums by hour     | A#<account>           | HOURS#<meter>#<ten days, such as 2026-11-2> | Get; Query by time |
 * | Usage sums by day      | A#<account>           | DAYS#<meter>#<month>          | Get; Query by time |
 * | Failed event           | A#<account>           | FAIL#<source, id>             | Get |
 * | Corrected event        | A#<account>           | CORR#<meter>#<hour>#<source, id> | Get; Query by time |
 * | Pending adjustment     | A#<account>           | ADJ#<meter>#<period's first day> | Get; Query |
 * | Upload                 | A#<account>           | UPL#<uploadId>                | Get |
 * | Idempotency record     | A#<account>           | IDEM#<operation>              | Get |
 * | Account                | A#<account>           | BAL#ACCOUNT                   | Get; with the balances |
 * | Purchase               | A#<account>           | PACK#<purchaseId>             | Get; Query, newest first |
 * | Purchases that await payment | A#<account>     | PENDING#<pack type or theme>  | Get |
 * | Charge                 | A#<account>           | CHG#<chargeId>                | Get; Query, newest first |
 * | Purchase of a theme    | A#<account>           | SALE#<purchaseId>             | Get; Query, newest first |
 * | Right to use a theme   | A#<account>           | THEME#<themeId>               | Get; Query |
 * | Rating of a theme      | A#<account>           | RATING#<themeId>              | Get |
 * | Unallocated sale       | A#<creator>           | EARN#OPEN#<day>#<kind>#<id>   | Query by day |
 * | Ledger entry of a creator | A#<creator>           | EARN#LINE#<lineId>            | Get; Query, newest first |
 * | Ledger of a creator    | A#<creator>           | EARN#LEDGER                   | Get |
 * | Running share of a theme | A#<creator>          | EARN#THEME#<themeId>          | Get |
 * | Payout                 | A#<creator>           | PAYOUT#<payoutId>             | Get; Query, newest first |
 * | Payout account         | A#<creator>           | PAYTO                         | Get |
 * | Overage quote          | A#<account>           | QUOTE#<quoteId>               | Get |
 * | Usage snapshot         | A#<account>           | SNAP#<time>#<kind>            | Query by time |
 * | Contribution to a day's figures | A#<account>         | DAY#<day>                     | BatchGet, until it is added |
 * | Audit line             | AUD#<account>, AUD#platform | LINE#<time>#<id>        | Query, newest first |
 * | Webhook endpoint       | A#<account>           | HOOK#<endpointId>             | Get; Query |
 * | Delivery to an endpoint | A#<account>          | DLV#<endpointId>#<deliveryId> | Get; Query, newest first |
 * | Roster of endpoints    | A#<account>           | HOOKS                         | for its condition |
 * | Deliveries under way   | A#<account>           | SENDING                       | for its condition |
 * | Time an event first arrived | A#<account>      | SEEN#<event>                  | for what its write answers |
 * | Notification           | A#<account>           | NOTE#<event>                  | by its list |
 * | Quota alert            | A#<account>           | ALERT#<period's first day, GAUGE or SLOTS>#<meter>#<percent> | for its condition |
 * | Member of a company    | A#<company>           | MEMBER#<user>                 | Get; Query |
 * | Counts of the members  | A#<company>           | MEMBERS                       | Get, and for its condition |
 * | Companies of a user    | COMPANIES#<user>      | ALL                           | Get |
 * | Contact for mail       | A#<account>           | CONTACT                       | Get |
 * | Sent mail              | A#<account>           | MAIL#<event, or quota alert and day> | for its condition |
 * | Suppressed address     | M#<hash of the address> | SUPPRESSED                  | Get |
 * | Outstanding charges of an account | A#<account> | DEBTS                        | Get; by its list |
 * | Sums of outstanding charges | OWED             | <day>#<part>, TOTAL#<part>    | Query by day |
 * | Owner of a charge      | C#<chargeId>          | CHARGE                        | Get |
 * | Stored object          | O#<bucket>#<key>      | V#<version>                   | Query |
 * | Pack type              | CATALOGUE             | PACK#<packType>               | Get; Query |
 * | Payment event          | E#<provider>#<eventId> | EVENT                        | Get |
 * | Revenue of a day       | R#<month>#<part>      | <day>#<shard>                 | Query by day |
 * | Figures of a pack type | PACKS#<part>          | <packType>#<shard>            | Query |
 * | Figures of a theme     | T#<themeId>           | FIGURES#<shard>               | Query |
 * | Usage of a day         | U#<month>             | <day>#<shard>                 | Query by day |
 * | Theme                  | T#<themeId>           | THEME                         | Get; Query, with its versions |
 * | Version of a theme     | T#<themeId>           | V#<number>                    | Get; Query |
 * | Card of a theme, one a sort order | T#<themeId> | CARD#<sort>                  | by the lists |
 * | Refresh marker of the cards | T#<themeId>      | CARDS                         | Get |
 * | Theme that an account submitted | A#<account> | SUBMITTED#<themeId>          | Query, newest first |
 * | Open submissions       | A#<account>           | SUBMISSIONS                   | Get |
 *
 * Index `due`, sparse: scheduled tasks, by shard of the account, in the order of time.
 *   dueShard `DUE#<shard>`, of deliveries `DELIVERIES#<shard>`; dueAt `<time>#<kind>[~<failures>]`. Keys only.
 * Index `lists`, sparse: lists across accounts. listPk, listSk. ExactInteger items.
 *   `ACCOUNTS#<shard>` accounts · `DEBTORS` accounts that owe · `CHARGES#<account>#<status>` charges ·
 *   `AUDIT#<part>` audit lines · `OBJECTS#<account>` stored objects · `THEMES#<sort>` cards of the
 *   themes on sale · `SUBMISSIONS#<state>` versions of themes · `NOTES#<account>` notifications
 */

// Prefixes of partition keys. One constant per prefix, so that a function's bundle contains only those that it uses.
export const ACCOUNT_PK = 'A#';
export const AUDIT_PK = 'AUD#';
export const CHARGE_OWNER_PK = 'C#';
export const MEMBERSHIPS_PK = 'COMPANIES#';
export const PAYMENT_EVENT_PK = 'E#';
export const MAIL_ADDRESS_PK = 'M#';
export const OBJECT_PK = 'O#';
export const PACK_FIGURES_PK = 'PACKS#';
export const REVENUE_PK = 'R#';
export const THEME_PK = 'T#';
export const DAILY_USAGE_PK = 'U#';

// Complete partition keys.
export const CATALOGUE_PK = 'CATALOGUE';
export const OWED_PK = 'OWED';

// Prefixes of sort keys.
export const ADJUSTMENT_SK = 'ADJ#';
export const ALERT_SK = 'ALERT#';
export const AUDIT_LINE_SK = 'LINE#';
export const BALANCE_SK = 'BAL#';
export const BUCKET_SK = 'USE#';
export const CHARGE_SK = 'CHG#';
export const CONTRIBUTION_SK = 'DAY#';
export const CORRECTION_SK = 'CORR#';
export const DAILY_SUMS_SK = 'DAYS#';
export const DELIVERY_SK = 'DLV#';
export const EARNING_LINE_SK = 'EARN#LINE#';
export const ENDPOINT_SK = 'HOOK#';
export const ENTITLEMENT_SK = 'THEME#';
export const FAILED_EVENT_SK = 'FAIL#';
export const HOURLY_SUMS_SK = 'HOURS#';
export const IDEMPOTENCY_SK = 'IDEM#';
export const MAIL_SK = 'MAIL#';
export const MEMBER_SK = 'MEMBER#';
export const NOTIFICATION_SK = 'NOTE#';
export const UNALLOCATED_ENTRY_SK = 'EARN#OPEN#';
export const PACK_TYPE_SK = 'PACK#';
export const PAYOUT_SK = 'PAYOUT#';
export const PENDING_PURCHASES_SK = 'PENDING#';
export const PURCHASE_SK = 'PACK#';
export const QUOTE_SK = 'QUOTE#';
export const RATING_SK = 'RATING#';
export const SALE_SK = 'SALE#';
export const SEEN_EVENT_SK = 'SEEN#';
export const SNAPSHOT_SK = 'SNAP#';
export const SUBMITTED_SK = 'SUBMITTED#';
export const THEME_CARD_SK = 'CARD#';
export const THEME_FIGURES_SK = 'FIGURES#';
export const THEME_SHARE_SK = 'EARN#THEME#';
export const UPLOAD_SK = 'UPL#';
export const VERSION_SK = 'V#';

// Prefixes of the partitions in the two indexes.
export const ACCOUNTS_LIST = 'ACCOUNTS#';
export const AUDIT_LIST = 'AUDIT#';
export const CHARGES_LIST = 'CHARGES#';
export const DEBTORS_LIST = 'DEBTORS';
export const DELIVERIES_LIST = 'DELIVERIES#';
export const DUE_TASKS_LIST = 'DUE#';
export const NOTIFICATIONS_LIST = 'NOTES#';
export const OBJECTS_LIST = 'OBJECTS#';
export const SUBMISSIONS_LIST = 'SUBMISSIONS#';
export const THEMES_LIST = 'THEMES#';

/**
 * The items whose changes the relay reads: those that can cause a domain event, and the figures of themes, from which
 * cards are refreshed. Of versions, only those in the partitions of themes.
 */
export const RELAYED: readonly string[] = [
  BALANCE_SK,
  PURCHASE_SK,
  CHARGE_SK,
  UNALLOCATED_ENTRY_SK,
  THEME_FIGURES_SK,
];
export const RELAYED_OF_THEMES = VERSION_SK;

/** Whether the relay reads changes of the item with this key. */
export const isRelayed = ({ pk, sk }: { readonly pk: string; readonly sk: string }): boolean =>
  RELAYED.some((prefix) => sk.startsWith(prefix)) ||
  (pk.startsWith(THEME_PK) && sk.startsWith(RELAYED_OF_THEMES));

/** Returns the range of all keys with a prefix: `~` sorts after every character of an id. */
export const beginningWith = (prefix: string) => ({ from: prefix, to: `${prefix}~` });

/** Returns the rest of a key after its prefix; null if it has another prefix. */
export const afterPrefix = (key: string, prefix: string): string | null =>
  key.startsWith(prefix) ? key.slice(prefix.length) : null;
