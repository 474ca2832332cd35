/** The price of a unit in USD. */
export interface Price {
  readonly usd: number;
  /** The number of units at this price. */
  readonly per: number;
  readonly unit: string;
  /** Since when it has been the price, and what is billed if that is not obvious. */
  readonly note?: string;
}

/** When the prices were recorded. `https://aws.amazon.com/<service>/pricing` has the current ones. */
export const PRICED_ON = '2026-11-25';

/** List prices in us-east-1, of the first tier, without free tiers, savings plans and taxes. */
export const prices = {
  writes: { usd: 0.625, per: 1_000_000, unit: 'write request unit', note: 'since November 2024' },
  reads: { usd: 0.125, per: 1_000_000, unit: 'read request unit', note: 'since November 2024' },
  compute: { usd: 0.0000133334, per: 1, unit: 'GB-second', note: 'Lambda on arm64' },
  invocations: { usd: 0.2, per: 1_000_000, unit: 'Lambda request' },
  calls: { usd: 1, per: 1_000_000, unit: 'HTTP API request', note: 'for each started 512 KB' },
  queueRequests: { usd: 0.4, per: 1_000_000, unit: 'SQS request', note: 'for each started 64 KB' },
  fifoRequests: {
    usd: 0.5,
    per: 1_000_000,
    unit: 'SQS request to a FIFO queue',
    note: 'usage; for each started 64 KB',
  },
  busEvents: {
    usd: 1,
    per: 1_000_000,
    unit: 'EventBridge event',
    note: 'ours, and what S3 tells; each 64 KB',
  },
  schedules: { usd: 1, per: 1_000_000, unit: 'Scheduler invocation' },
  puts: { usd: 0.005, per: 1_000, unit: 'S3 PUT, POST or LIST request' },
  gets: { usd: 0.0004, per: 1_000, unit: 'S3 GET request' },
  mails: { usd: 0.1, per: 1_000, unit: 'SES message' },
  logBytes: { usd: 0.5, per: 1_000_000_000, unit: 'byte of CloudWatch Logs' },
  traces: { usd: 5, per: 1_000_000, unit: 'X-Ray trace', note: 'those that are sampled' },
  bytesOut: { usd: 0.09, per: 1_000_000_000, unit: 'byte to the Internet', note: 'answers of the API' },
} as const satisfies Record<string, Price>;

/** Storage: USD per GB and month. Lambda's reads of the stream are free. */
export const storage = {
  table: { usd: 0.25, per: 1, unit: 'GB-month of the table' },
  backup: { usd: 0.2, per: 1, unit: 'GB-month of point-in-time recovery' },
  archive: { usd: 0.023, per: 1, unit: 'GB-month of S3' },
} as const satisfies Record<string, Price>;

/** Fixed costs: USD per month. */
export const fixed = {
  alarm: { usd: 0.1, per: 1, unit: 'CloudWatch alarm' },
  dashboard: { usd: 3, per: 1, unit: 'CloudWatch dashboard' },
  secret: { usd: 0.4, per: 1, unit: 'secret' },
} as const satisfies Record<string, Price>;
