import { closeSync, existsSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';

/**
 * The engine's own table of changes, plus missing indexes: without them each write and each read of the stream scans
 * all changes.
 */
const CHANGES = `
  CREATE TABLE _stream_records (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    table_name TEXT NOT NULL,
    event_name TEXT NOT NULL,
    keys_json TEXT NOT NULL,
    new_image TEXT,
    old_image TEXT,
    sequence_number TEXT NOT NULL,
    shard_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    user_identity TEXT
  );
  CREATE INDEX changes_by_shard ON _stream_records (table_name, shard_id, CAST(sequence_number AS INTEGER));
  CREATE INDEX changes_by_number ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
  CREATE INDEX changes_by_time ON _stream_records (created_at);
`;

/** Creates a database for the engine if there is none. */
export async function makeDatabase(path: string): Promise<void> {
  if (existsSync(path)) return;
  // Loaded on use, because most starts find an existing database.
  const { default: sqlite } = await import('node-sqlite3-wasm');
  const draft = `${path}.${process.pid}.new`;
  rmSync(draft, { force: true });
  const database = new sqlite.Database(draft);
  database.exec(CHANGES);
  database.close();
  renameSync(draft, path);
}

/** SQLite's file format, "The Database Header". */
const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';

/**
 * Throws if the database file is damaged, truncated or empty. The engine would replace it or fail at a later read, and
 * the loss would be noticed too late. `isUsed`: it contained data before.
 */
export function checkDatabase(path: string, isUsed: boolean): void {
  if (!existsSync(path)) return;
  const { size } = statSync(path);
  // The engine was killed while it created the file.
  if (size === 0 && !isUsed) return;
  const wrong = size < HEADER_BYTES ? 'is truncated' : damageOf(path, size);
  if (wrong !== null)
    throw new Error(
      `${path} ${wrong}. It holds all accounts: restore it from a backup, or set DATA_DIR to an empty directory.`,
    );
}

function damageOf(path: string, size: number): string | null {
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(file);
  }
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) return 'is no database';
  const pageBytes = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  // The page count is valid only if both counters agree. Missing pages may still be in the write-ahead log.
  const isCounted = header.readUInt32BE(24) === header.readUInt32BE(92);
  const isCut = isCounted && size < pageBytes * header.readUInt32BE(28) && !hasLog(path);
  return isCut ? 'is truncated' : null;
}

const hasLog = (path: string): boolean => existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0;
