import { checks } from './checks.ts';
import { consumers } from './consumers/consumers.ts';
import { costs } from './costs/costs.ts';
import { freshness } from './freshness.ts';
import { history } from './history.ts';
import type { Section } from './measuring.ts';
import { midnight } from './midnight.ts';
import { queue } from './queue.ts';
import { rate } from './rate.ts';
import { slots } from './slots.ts';
import { start } from './start.ts';
import { usage } from './usage.ts';
import { volume } from './volume.ts';
import { webhooks } from './webhooks.ts';

/**
 * All sections, in the order of their execution. `costs` is first: it moves the clock, and tasks of other sections'
 * accounts would be counted with its operations.
 */
export const sections: Readonly<Record<string, Section>> = {
  costs,
  slots,
  usage,
  history,
  queue,
  consumers,
  checks,
  rate,
  volume,
  freshness,
  webhooks,
  midnight,
  start,
};
