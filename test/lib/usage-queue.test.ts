import { ofType, plainName, synthesise } from './system.ts';

const dev = synthesise();

describe('the queue of usage', () => {
  it('and what is behind it are FIFO queues of high throughput, and no others', () => {
    const highThroughput = {
      FifoQueue: true,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
    };
    const ofFifo = ofType(dev.resources, 'AWS::SQS::Queue').filter(
      ([, { Properties }]) => Properties.FifoQueue !== undefined,
    );
    expect(ofFifo.map(([id]) => plainName(id)).sort()).toEqual([
      'ingest/UsageDeadLetters',
      'ingest/UsageQueue',
    ]);
    for (const [, { Properties }] of ofFifo) expect(Properties).toMatchObject(highThroughput);
  });

  it('is known to all who send events, with the number of its message groups', () => {
    const shards = ofType(dev.resources, 'AWS::Lambda::Function')
      .map(([id, { Properties }]) => [
        plainName(id),
        (Properties.Environment as { Variables: Record<string, unknown> }).Variables.USAGE_SHARDS,
      ])
      .filter(([, value]) => value !== undefined);
    expect(Object.fromEntries(shards)).toEqual({
      'service/ingest': '64',
      'service/reservations': '64',
      'ingest/MediaTranscodingWorker': '64',
      'ingest/MediaDeliveryWorker': '64',
    });
  });
});
