import { Logger } from '@aws-lambda-powertools/logger';

/** Structured JSON logs: a stable event name first, then ids. Never bodies, never secrets. */
export const log = new Logger({ serviceName: 'real-deal-billing' });
