import { SECOND } from '../time.ts';
import type { CircuitState } from './circuits.ts';
import { PLATFORM, type WebhookOwner } from './deliveries.ts';

/** How many workers may send to one endpoint, and to all endpoints of its owner, at a time. */
export interface Places {
  readonly endpoint: number;
  readonly owner: number;
}

/** Fewer than the five batches that Lambda takes off a queue at first: one account leaves some of them to the others. */
const ACCOUNT_PLACES: Places = { endpoint: 2, owner: 4 };
/** Its endpoints receive the events of all accounts. */
const PLATFORM_PLACES: Places = { endpoint: 20, owner: 40 };

export function placesFor(owner: WebhookOwner, state: CircuitState): Places {
  const places = owner === PLATFORM ? PLATFORM_PLACES : ACCOUNT_PLACES;
  return state === 'half-open' ? { ...places, endpoint: 1 } : places;
}

/** How long a worker that was killed keeps its place, in milliseconds: as long as a worker may run. */
export const PLACE_LEASE = 30 * SECOND;
