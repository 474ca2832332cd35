import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SQSMessageAttributes } from 'aws-lambda';
import pMap from 'p-map';

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: SQSMessageAttributes;
  /** Epoch milliseconds, wall clock. */
  readonly sentAt: number;
  readonly receiveCount: number;
}

/** Where a queue keeps what it must not lose. */
export interface MessageStore {
  load(): Promise<Message[]>;
  add(message: Message): Promise<void>;
  /** The message was received once more: `message` has the new count. */
  recount(message: Message): Promise<void>;
  remove(message: Message): Promise<void>;
}

/** Keeps nothing: the queue's own map is all there is. */
export const keepNothing: MessageStore = {
  load: async () => [],
  add: async () => {},
  recount: async () => {},
  remove: async () => {},
};

/**
 * One file a message, written aside and renamed, so that a killed desk leaves whole messages only. The count
 * stands in the name: to receive is one rename. No fsync: it outlives the process, not a power cut.
 */
export async function keepInFolder(folder: string): Promise<MessageStore> {
  await mkdir(folder, { recursive: true });
  const path = (id: string, count: number) => join(folder, `${id}.${count}.json`);
  return {
    load: async () => {
      // Not all at once: a long queue has more files than a process may open.
      const messages = await pMap(await readdir(folder), (name) => read(folder, name), { concurrency: 32 });
      return messages.filter((message) => message !== null).sort((a, b) => a.sentAt - b.sentAt);
    },
    add: async ({ id, receiveCount, ...content }) => {
      const aside = join(folder, `${id}.part`);
      await writeFile(aside, JSON.stringify(content));
      await rename(aside, path(id, receiveCount));
    },
    recount: ({ id, receiveCount }) => rename(path(id, receiveCount - 1), path(id, receiveCount)),
    remove: ({ id, receiveCount }) => rm(path(id, receiveCount), { force: true }),
  };
}

async function read(folder: string, name: string): Promise<Message | null> {
  const [, id, count] = /^(.+)\.(\d+)\.json$/.exec(name) ?? [];
  if (id === undefined) {
    await rm(join(folder, name), { force: true });
    return null;
  }
  const content: Omit<Message, 'id' | 'receiveCount'> = JSON.parse(
    await readFile(join(folder, name), 'utf8'),
  );
  return { ...content, id, receiveCount: Number(count) };
}
