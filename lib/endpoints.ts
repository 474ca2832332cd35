import { Duration, type Stack } from 'aws-cdk-lib';
import type { FunctionName } from '../functions/api/routes.ts';
import type { Archive } from './archive.ts';
import type { Deployment, TokenTrust } from './deployment.ts';
import type { EventKey } from './event-key.ts';
import { BillingFunction, type Environment } from './function.ts';
import type { Mail } from './mail.ts';
import type { Payments } from './payments.ts';
import type { BillingTable } from './table.ts';
import type { ThemesBucket } from './themes-bucket.ts';
import type { UploadsBucket } from './uploads-bucket.ts';
import type { UsageQueue } from './usage-queue.ts';
import { settingsOf, type WatchedQueues } from './watched-queues.ts';
import { grantCounting, grantSending } from './work-queue.ts';

/** What the functions of the API depend on. */
export interface EndpointParts {
  readonly deployment: Deployment;
  readonly trust: TokenTrust;
  readonly table: BillingTable;
  readonly eventKey: EventKey;
  readonly uploads: UploadsBucket;
  readonly themes: ThemesBucket;
  readonly archive: Archive;
  readonly usage: UsageQueue;
  readonly payments: Payments;
  /** Undefined if the deployment sends no mail. */
  readonly mail: Mail | undefined;
  /** The queues that administrators may inspect. */
  readonly watched: WatchedQueues;
}

export type Endpoints = Readonly<Record<FunctionName, BillingFunction>>;

/** Creates one function per resource of the API, each with the settings and the rights that it needs. */
export function endpointsOf(stack: Stack, parts: EndpointParts): Endpoints {
  const tokens = tokenSettings(parts.trust);
  const onTable: Environment = { ...tokens, tableName: parts.table.tableName };
  const withEvents: Environment = { ...onTable, ...parts.eventKey.environment };
  const withPayments: Environment = { ...onTable, ...parts.payments.environment };
  const showing: Environment = { themesBucket: parts.themes.bucket.bucketName };
  const made = (name: FunctionName, environment: Environment, timeout = Duration.seconds(10)) =>
    new BillingFunction(stack, name, { entry: `functions/api/${name}.ts`, environment, timeout });
  const { sending } = parts.usage;
  const archiving: Environment = { ...sending, archiveBucket: parts.archive.bucketName };
  // These functions wait for customers' servers, ten seconds at most.
  const patience = Duration.seconds(20);
  const endpoints = {
    ingest: made('ingest', { ...tokens, ...sending }),
    quotas: made('quotas', onTable),
    usage: made('usage', withEvents),
    corrections: made('corrections', withEvents),
    // Settled reservations are archived like usage.
    reservations: made('reservations', { ...withEvents, ...archiving }),
    uploads: made('uploads', { ...onTable, uploadsBucket: parts.uploads.bucket.bucketName }),
    slots: made('slots', onTable),
    purchases: made('purchases', withPayments, patience),
    charges: made('charges', withPayments, patience),
    overage: made('overage', onTable),
    payments: made('payments', withPayments, patience),
    endpoints: made('endpoints', onTable),
    members: made('members', onTable),
    attempts: new BillingFunction(stack, 'attempts', {
      entry: 'functions/api/attempts.ts',
      environment: { ...onTable, ...parts.mail?.environment },
      // A new AWS account has too little concurrency to reserve some, so not on dev.
      ...(parts.deployment.keepsData && { reservedConcurrency: ATTEMPTS_AT_ONCE }),
    }),
    themes: made('themes', { ...onTable, ...showing }),
    sales: made('sales', { ...withPayments, ...showing }, patience),
    earnings: made('earnings', withPayments, patience),
    admin: made('admin', { ...withPayments, ...showing, ...settingsOf(parts.watched) }, patience),
    reference: made('reference', {}),
  } satisfies Endpoints;
  grantRights(parts, endpoints);
  return endpoints;
}

/**
 * These functions wait three seconds for customers' servers. The limit keeps the concurrency of the account for all
 * others.
 */
const ATTEMPTS_AT_ONCE = 20;

/** Several audiences are separated by spaces. */
const tokenSettings = ({ tokenIssuer, tokenAudiences, jwksUrl }: TokenTrust): Environment => ({
  tokenIssuer,
  tokenAudience: tokenAudiences.join(' '),
  jwksUrl,
});

function grantRights(parts: EndpointParts, endpoints: Endpoints): void {
  const { table, uploads, themes, usage, payments } = parts;
  const { ingest: _, reference: __, ...onTable } = endpoints;
  table.grant(...Object.values(onTable));
  const { purchases, charges, sales, earnings, admin } = endpoints;
  const paying = [purchases, charges, endpoints.payments, sales, earnings, admin];
  uploads.grantPresigning(endpoints.uploads);
  uploads.grantDeleting(endpoints.uploads);
  themes.grantReceiving(endpoints.themes);
  themes.grantShowing(endpoints.themes, sales, admin);
  payments.grantPaying(...paying);
  parts.eventKey.grantReading(endpoints.usage, endpoints.corrections, endpoints.reservations);
  grantSending(usage.queue, endpoints.ingest, endpoints.reservations);
  const { work, deadLetters } = parts.watched;
  grantCounting(admin, [...Object.values(work), ...Object.values(deadLetters)]);
  parts.mail?.grantSending(endpoints.attempts);
}
