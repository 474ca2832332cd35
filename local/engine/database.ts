import { closeSync, existsSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';

/**
 * The engine's table of changes, as it makes it itself, and the indexes that it lacks: without them each write and each read of
 * the stream looks at every change there ever was.
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

/** Creates a database for the engine where there is none. */
export async function makeDatabase(path: string): Promise<void> {
  if (existsSync(path)) return;
  // Loaded only here: most starts find their database.
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
 * Refuses a database file that is damaged, cut or empty: the engine would replace it or fail at some later read, and the
 * loss of its data would be noticed too late. `isUsed`: there was data in it before.
 */
export function checkDatabase(path: string, isUsed: boolean): void {
  if (!existsSync(path)) return;
  const { size } = statSync(path);
  // An engine that was killed as it made the file.
  if (size === 0 && !isUsed) return;
  const wrong = size < HEADER_BYTES ? 'is cut' : faultOf(path, size);
  if (wrong !== null)
    throw new Error(
      `${path} ${wrong}. It holds all accounts: restore it from a backup, or set DATA_DIR to an empty directory.`,
    );
}

function faultOf(path: string, size: number): string | null {
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(file);
  }
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) return 'is no database';
  const pageBytes = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  // The count holds only where both marks agree; pages that are missing may still be in the log beside the file.
  const isCounted = header.readUInt32BE(24) === header.readUInt32BE(92);
  const isCut = isCounted && size < pageBytes * header.readUInt32BE(28) && !hasLog(path);
  return isCut ? 'is cut' : null;
}

const hasLog = (path: string): boolean => existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0;
