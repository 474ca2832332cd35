import { randomUUID } from 'node:crypto';
import { cloudEventOf, type DomainEvent, type EventType } from '../../functions/domain/events.ts';
import { eventIdOf } from '../../functions/domain/ids.ts';
import { iso } from '../../functions/domain/time.ts';
import { NOW } from './arbitraries.ts';
import { accountNamed } from './grants.ts';
import { someone } from './local-stack.ts';

let sequence = 0;

/** A fact that no other test knows. */
export const factOf = (type: EventType, parts: Partial<DomainEvent> = {}): DomainEvent => ({
  id: eventIdOf(type, String(++sequence), someone()),
  type,
  account: accountNamed(someone()),
  at: NOW,
  data: {},
  ...parts,
});

/** A fact as EventBridge hands it to a queue. */
export const busEventOf = (fact: DomainEvent) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': fact.type,
  source: 'real-deal.billing',
  account: '000000000000',
  time: iso(fact.at),
  region: 'us-east-1',
  resources: [],
  detail: cloudEventOf(fact),
});
