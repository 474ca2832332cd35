import { checks } from './checks.ts';
import { costs } from './costs/costs.ts';
import { freshness } from './freshness.ts';
import type { Section } from './measuring.ts';
import { queue } from './queue.ts';
import { rate } from './rate.ts';
import { slots } from './slots.ts';
import { start } from './start.ts';
import { usage } from './usage.ts';
import { volume } from './volume.ts';
import { webhooks } from './webhooks.ts';

/**
 * What can be measured, in the order in which it runs. `costs` comes first: it moves the clock, and whatever falls due for
 * accounts of other sections would be counted among its operations.
 */
export const sections: Readonly<Record<string, Section>> = {
  costs,
  slots,
  usage,
  queue,
  checks,
  rate,
  volume,
  freshness,
  webhooks,
  start,
};
