import type { DeliveryRef } from '../../functions/domain/notifications/deliveries.ts';
import { type Clock, useClock, wallClock } from '../../functions/runtime/clock.ts';
import { queueUrl } from '../../local/environment.ts';
import { openServer } from '../../local/http/server.ts';
import { keepNothing } from '../../local/queues/messages.ts';
import { Queue } from '../../local/queues/queue.ts';
import { sqsEndpoint } from '../../local/queues/sqs.ts';
import { configure } from './payments.ts';

/**
 * The queue of deliveries and its worker, with nothing that works by itself, by a clock of the test's own until it is closed;
 * webhooks may go to this machine. Open the table first: the worker is imported when the environment is set.
 */
export async function openSending(clock: Clock) {
  process.env.ALLOW_LOOPBACK_WEBHOOKS = 'true';
  useClock(clock);
  const queue = await Queue.open({ name: 'deliveries', store: keepNothing });
  const server = await openServer(0);
  server.answerWith([sqsEndpoint([queue])]);
  process.env.AWS_ENDPOINT_URL_SQS = `${server.url}/sqs`;
  configure({ deliveryQueueUrl: queueUrl(server.url, 'deliveries') });
  const { handler } = await import('../../functions/workers/deliveries.ts');
  const { enqueueDeliveries } = await import('../../functions/queue/deliveries.ts');
  const { sqs } = await import('../../functions/queue/client.ts');
  const { recordOf } = await import('../../local/queues/record.ts');

  /** Works off what is on the queue, in batches of ten and without waiting for delays. Returns how many messages failed. */
  const workOff = async (): Promise<number> => {
    let failed = 0;
    for (;;) {
      const batch = queue.messages().slice(0, 10);
      if (batch.length === 0) return failed;
      for (const { id } of batch) await queue.remove(id);
      const { batchItemFailures } = await handler({
        Records: batch.map((message) => recordOf('deliveries', message)),
      });
      failed += batchItemFailures.length;
    }
  };
  return {
    queue,
    workOff,
    /** Attempts one delivery, as if its message had come. */
    attemptOne: async (delivery: DeliveryRef): Promise<void> => {
      await enqueueDeliveries([{ ...delivery, waits: 0 }]);
      await workOff();
    },
    closeSending: async () => {
      useClock(wallClock);
      sqs.destroy();
      await server.stop();
    },
  };
}
