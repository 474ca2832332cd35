import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** Packs a theme's folder as a zip package, as a creator would. The same folder gives the same bytes. */
export async function packFolder(folder: string): Promise<Uint8Array> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const zip = new ZipFile();
  for (const path of paths) {
    const name = relative(folder, path).replaceAll('\\', '/');
    zip.addBuffer(await readFile(path), name, { mtime: new Date(0), mode: 0o100644 });
  }
  zip.end();
  return buffer(zip.outputStream);
}
