import type { ExactInteger } from '../../domain/exact-integers.ts';
import type { Key } from '../keys.ts';
import { conditionalWrite } from '../table/conditional-write.ts';

/** A stored figure that differs from its records. */
export interface Difference {
  /** Which figure. */
  readonly what: string;
  /** Where it is stored. */
  readonly key: string;
  readonly stored: ExactInteger;
  readonly computed: ExactInteger;
  readonly repaired: boolean;
}

/** A stored figure and its computed value. Reads the stored one first: a change in between makes the repair fail. */
export interface Figure {
  readonly key: Key;
  readonly attribute: string;
  readonly what: string;
  readonly stored: ExactInteger;
  readonly computed: ExactInteger;
}

/**
 * Returns the difference of a figure, and repairs it on request. One write, without effect if the figure has changed
 * since it was read.
 */
export async function compare(figure: Figure, repair: boolean): Promise<Difference[]> {
  const { key, what, stored, computed } = figure;
  if (stored === computed) return [];
  const repaired = repair && (await put(figure));
  return [{ what, key: `${key.pk} ${key.sk}`, stored, computed, repaired }];
}

async function put({ key, attribute, stored, computed }: Figure): Promise<boolean> {
  const isAsRead = stored === 0 ? '(attribute_not_exists(#it) OR #it = :stored)' : '#it = :stored';
  const tried = await conditionalWrite({
    key: { pk: key.pk, sk: key.sk },
    update: 'SET #it = :computed',
    when: [isAsRead],
    names: { '#it': attribute },
    values: { ':stored': stored, ':computed': computed },
  });
  return tried.kind === 'done';
}
