import { rmSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SQSMessageAttributes } from 'aws-lambda';
import * as z from 'zod';
import { readOrSetAside, writeWholeAsync } from '../files.ts';

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: SQSMessageAttributes;
  /**
   * The message group. A group with many messages does not delay others. In a FIFO queue: the messages with which it is
   * ordered.
   */
  readonly groupId?: string | undefined;
  /** In a FIFO queue: a message of the group with the same id is dropped for five minutes. */
  readonly deduplicationId?: string | undefined;
  /** In a FIFO queue: its position, twenty digits. */
  readonly sequenceNumber?: string | undefined;
  /** Epoch milliseconds, wall clock. */
  readonly sentAt: number;
  readonly receiveCount: number;
}

/** Returns a message's group as an option for sending it on. */
export const groupOf = ({ groupId }: Pick<Message, 'groupId'>) => (groupId === undefined ? {} : { groupId });

/** Durable storage of a queue. */
export interface MessageStore {
  load(): Promise<Message[]>;
  add(message: Message): Promise<void>;
  /** Stores a changed receive count. */
  recount(message: Message, receiveCount: number): Promise<void>;
  remove(message: Message): Promise<void>;
}

/** Stores nothing; the queue's own map has the messages. */
export const keepNothing: MessageStore = {
  load: async () => [],
  add: async () => {},
  recount: async () => {},
  remove: async () => {},
};

const contentSchema = z.object({
  body: z.string(),
  attributes: z.record(z.string(), z.looseObject({ dataType: z.string() })),
  groupId: z.string().optional(),
  deduplicationId: z.string().optional(),
  sequenceNumber: z.string().optional(),
  sentAt: z.number(),
});

/**
 * Stores one file per message, written atomically, so that accepted messages survive a power failure. The receive count
 * is in the file name, so receiving costs one rename. Unreadable files are moved aside.
 */
export async function keepInFolder(folder: string): Promise<MessageStore> {
  await mkdir(folder, { recursive: true });
  const path = (id: string, count: number) => join(folder, `${id}.${count}.json`);
  return {
    load: async () => {
      const messages = (await readdir(folder)).flatMap((name) => read(folder, name) ?? []);
      return messages.sort((a, b) => a.sentAt - b.sentAt || compare(a.sequenceNumber, b.sequenceNumber));
    },
    add: ({ id, receiveCount, ...content }) =>
      writeWholeAsync(path(id, receiveCount), JSON.stringify(content)),
    recount: ({ id, receiveCount }, count) => rename(path(id, receiveCount), path(id, count)),
    remove: ({ id, receiveCount }) => rm(path(id, receiveCount), { force: true }),
  };
}

const compare = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0);

function read(folder: string, name: string): Message | null {
  const path = join(folder, name);
  if (name.endsWith('.part')) rmSync(path, { force: true });
  const [, id, count] = /^(.+)\.(\d+)\.json$/.exec(name) ?? [];
  if (id === undefined) return null;
  const content = readOrSetAside(path, contentSchema, 'The message in it is not delivered.');
  return content && { ...content, id, receiveCount: Number(count) };
}
