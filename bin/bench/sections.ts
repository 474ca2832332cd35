import type { Section } from './bench.ts';
import { checks } from './checks.ts';
import { freshness } from './freshness.ts';
import { queue } from './queue.ts';
import { rate } from './rate.ts';
import { slots } from './slots.ts';
import { start } from './start.ts';
import { usage } from './usage.ts';
import { volume } from './volume.ts';
import { webhooks } from './webhooks.ts';

/** The parts of the bench, in the order in which they run. */
export const sections: Readonly<Record<string, Section>> = {
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
