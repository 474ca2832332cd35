import { allQueueFigures } from '../../queue/figures.ts';
import type { Answer } from '../kernel/call.ts';

export async function queueFigures(): Promise<Answer> {
  return { status: 200, body: { items: await allQueueFigures() } };
}
