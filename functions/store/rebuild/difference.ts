import type { Whole } from '../../domain/whole.ts';
import type { Key } from '../keys.ts';
import { conditionalWrite } from '../table/conditional-write.ts';

/** A figure that is not what its records come to. */
export interface Difference {
  /** Which figure. */
  readonly what: string;
  /** Where it is kept. */
  readonly key: string;
  readonly stored: Whole;
  readonly computed: Whole;
  readonly repaired: boolean;
}

/** One figure as it was read, and then computed. Read first: what moves in between refuses the repair. */
export interface Figure {
  readonly key: Key;
  readonly attribute: string;
  readonly what: string;
  readonly stored: Whole;
  readonly computed: Whole;
}

/** Puts the figure right if that is wanted. One write; it does nothing when the figure has moved since it was read. */
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
