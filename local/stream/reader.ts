import { join } from 'node:path';
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import * as z from 'zod';
import { readOrSetAside, writeWhole } from '../files.ts';
import { type Change, changeOf } from './record.ts';

export interface ReaderOptions {
  readonly dynamo: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  readonly tableName: string;
  /** The folder where the position is stored; null stores nothing. */
  readonly home: string | null;
}

/** Reads the stream of a table from its stored position. The engine's streams have one endless shard. */
export class StreamReader {
  readonly #streams: DynamoDBStreamsClient;
  readonly #arn: string;
  readonly #file: string | null;
  /** The last processed change; null if there is none. */
  #position: string | null;
  #iterator: string | undefined;

  private constructor(streams: DynamoDBStreamsClient, arn: string, file: string | null) {
    this.#streams = streams;
    this.#arn = arn;
    this.#file = file;
    this.#position = storedPosition(file, arn);
  }

  static async open({ dynamo, streams, tableName, home }: ReaderOptions): Promise<StreamReader> {
    const { Table } = await dynamo.send(new DescribeTableCommand({ TableName: tableName }));
    if (Table?.LatestStreamArn === undefined) throw new Error(`The table ${tableName} has no stream.`);
    return new StreamReader(streams, Table.LatestStreamArn, home === null ? null : join(home, 'stream.json'));
  }

  /** Returns up to `max` next changes, in order. Empty at the end of the stream. */
  async read(max: number): Promise<Change[]> {
    this.#iterator ??= await this.#openIterator();
    const { Records = [], NextShardIterator } = await this.#streams.send(
      new GetRecordsCommand({ ShardIterator: this.#iterator, Limit: max }),
    );
    this.#iterator = NextShardIterator;
    return Records.map((record) => changeOf(record, this.#arn));
  }

  /** Stores that the stream was processed up to here. */
  keep(sequenceNumber: string): void {
    this.#position = sequenceNumber;
    if (this.#file === null) return;
    writeWhole(this.#file, JSON.stringify({ stream: this.#arn, after: sequenceNumber }));
  }

  /** Continues at the last stored position. */
  rewind(): void {
    this.#iterator = undefined;
  }

  async #openIterator(): Promise<string | undefined> {
    const StreamArn = this.#arn;
    const { StreamDescription } = await this.#streams.send(new DescribeStreamCommand({ StreamArn }));
    const ShardId = StreamDescription?.Shards?.at(-1)?.ShardId;
    const from =
      this.#position === null
        ? { ShardIteratorType: 'TRIM_HORIZON' as const }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: this.#position };
    const { ShardIterator } = await this.#streams.send(
      new GetShardIteratorCommand({ StreamArn, ShardId, ...from }),
    );
    return ShardIterator;
  }
}

const storedSchema = z.object({ stream: z.string(), after: z.string() });
const LOSS = 'The stream is read from its start. What was published before is recognised.';

/** Returns the stored position, unless it belongs to another stream. */
function storedPosition(file: string | null, arn: string): string | null {
  const stored = file === null ? null : readOrSetAside(file, storedSchema, LOSS);
  return stored?.stream === arn ? stored.after : null;
}
