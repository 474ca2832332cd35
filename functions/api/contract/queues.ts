import * as z from 'zod';

const queue = z
  .object({
    queue: z.string(),
    kind: z.enum(['work', 'deadLetters']).meta({
      description:
        '`work`: processed automatically. `deadLetters`: failed too often, waiting for an operator.',
    }),
    messages: z.int().meta({ description: 'Messages that wait.' }),
    inFlight: z.int().meta({ description: 'Messages being processed.' }),
    oldestAgeSeconds: z.int().nullable().meta({
      description: 'Age of the oldest message. Null if the queue is empty or does not report it (SQS).',
    }),
  })
  .meta({ id: 'QueueFigures' });

export const queuesAnswer = z.object({ items: z.array(queue) });
