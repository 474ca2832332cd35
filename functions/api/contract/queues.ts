import * as z from 'zod';

const queue = z
  .object({
    queue: z.string(),
    kind: z.enum(['work', 'deadLetters']).meta({
      description: '`work` is done by itself; `deadLetters` failed too often and wait for an operator.',
    }),
    messages: z.int().meta({ description: 'Those that wait.' }),
    inFlight: z.int().meta({ description: 'Those that are being worked on.' }),
    oldestAgeSeconds: z
      .int()
      .nullable()
      .meta({ description: 'Of the oldest message. Null: there is none, or the queue does not tell (SQS).' }),
  })
  .meta({ id: 'QueueFigures' });

export const queuesAnswer = z.object({ items: z.array(queue) });
