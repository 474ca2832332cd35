import { SECOND } from '../time.ts';
import type { CircuitState } from './circuits.ts';
import { PLATFORM, type WebhookOwner } from './deliveries.ts';

/** How many workers may send concurrently to one endpoint, and to all endpoints of its owner. */
export interface ConcurrencyLimits {
  readonly endpoint: number;
  readonly owner: number;
}

/** Below the five batches that Lambda receives at first, so that one account leaves capacity to others. */
const ACCOUNT_LIMITS: ConcurrencyLimits = { endpoint: 2, owner: 4 };
/** The platform's endpoints receive the events of all accounts. */
const PLATFORM_LIMITS: ConcurrencyLimits = { endpoint: 20, owner: 40 };

export function concurrencyLimitsFor(owner: WebhookOwner, state: CircuitState): ConcurrencyLimits {
  const places = owner === PLATFORM ? PLATFORM_LIMITS : ACCOUNT_LIMITS;
  return state === 'half-open' ? { ...places, endpoint: 1 } : places;
}

/** How long a killed worker occupies its concurrency slot, in milliseconds: a worker's timeout. */
export const CONCURRENCY_LEASE = 30 * SECOND;
