import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Log files have no longer lines. Longer ones are split, so that no file can exhaust memory. */
const LONGEST_LINE = 1_048_576;

/** Streams the text of a file, decompressed if its name ends like that of an archive. */
export function textOf(name: string, content: Readable): AsyncIterable<string> {
  const plain = name.endsWith('.gz') ? pipeline(content, createGunzip(), () => {}) : content;
  return plain.setEncoding('utf8');
}

/** Streams the lines of a text, in the chunks in which they arrive. Memory: a chunk and a line. */
export async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let rest = '';
  for await (const chunk of text) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) {
      lines.push(rest);
      rest = '';
    }
    yield lines;
  }
  if (rest !== '') yield [rest];
}
