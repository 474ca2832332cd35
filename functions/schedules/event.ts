import { applyKept } from '../charging/events.ts';
import type { Instant } from '../domain/time.ts';
import type { Key } from '../store/keys.ts';

/** An event of a provider that was kept, and whose application was cut short. */
export const applyDueEvent = (key: Key, now: Instant): Promise<void> => applyKept(key, now);
