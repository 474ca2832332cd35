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
  /** The folder where the position is kept; with null it is not kept. */
  readonly home: string | null;
}

/** Reads the stream of a table from where it was left. The engine's streams have one shard that never ends. */
export class StreamReader {
  readonly #streams: DynamoDBStreamsClient;
  readonly #arn: string;
  readonly #file: string | null;
  /** The last change that needs no reading again; null: none. */
  #position: string | null;
  #iterator: string | undefined;

  private constructor(streams: DynamoDBStreamsClient, arn: string, file: string | null) {
    this.#streams = streams;
    this.#arn = arn;
    this.#file = file;
    this.#position = keptPosition(file, arn);
  }

  static async open({ dynamo, streams, tableName, home }: ReaderOptions): Promise<StreamReader> {
    const { Table } = await dynamo.send(new DescribeTableCommand({ TableName: tableName }));
    if (Table?.LatestStreamArn === undefined) throw new Error(`The table ${tableName} has no stream.`);
    return new StreamReader(streams, Table.LatestStreamArn, home === null ? null : join(home, 'stream.json'));
  }

  /** The next changes, `max` at most, in their order. None: it was read to its end. */
  async read(max: number): Promise<Change[]> {
    this.#iterator ??= await this.#openIterator();
    const { Records = [], NextShardIterator } = await this.#streams.send(
      new GetRecordsCommand({ ShardIterator: this.#iterator, Limit: max }),
    );
    this.#iterator = NextShardIterator;
    return Records.map((record) => changeOf(record, this.#arn));
  }

  /** Keeps that the stream was dealt with up to here. */
  keep(sequenceNumber: string): void {
    this.#position = sequenceNumber;
    if (this.#file === null) return;
    writeWhole(this.#file, JSON.stringify({ stream: this.#arn, after: sequenceNumber }));
  }

  /** Reads on from the position that was kept last, whatever was read since. */
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

const keptSchema = z.object({ stream: z.string(), after: z.string() });
const LOSS = 'The stream is read from its start. What was published before is recognised.';

/** A position in another stream says nothing about this one. */
function keptPosition(file: string | null, arn: string): string | null {
  const kept = file === null ? null : readOrSetAside(file, keptSchema, LOSS);
  return kept?.stream === arn ? kept.after : null;
}
