import { SECOND } from '../time.ts';
import type { CircuitState } from './circuits.ts';
import { PLATFORM, type WebhookOwner } from './deliveries.ts';

/** How many workers may send concurrently to one endpoint, and to all endpoints of its owner. */
export interface Places {
  readonly endpoint: number;
  readonly owner: number;
}

/** Below the five batches that Lambda receives at first, so that one account leaves capacity to others. */
const ACCOUNT_PLACES: Places = { endpoint: 2, owner: 4 };
/** The platform's endpoints receive the events of all accounts. */
const PLATFORM_PLACES: Places = { endpoint: 20, owner: 40 };

export function placesFor(owner: WebhookOwner, state: CircuitState): Places {
  const places = owner === PLATFORM ? PLATFORM_PLACES : ACCOUNT_PLACES;
  return state === 'half-open' ? { ...places, endpoint: 1 } : places;
}

/** How long a killed worker occupies its concurrency slot, in milliseconds: a worker's timeout. */
export const PLACE_LEASE = 30 * SECOND;
