import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** A longer line is no line of a log; it is handed on in pieces, so that no file can fill the memory. */
const LONGEST_LINE = 1_048_576;

/** The text of a file, unpacked if its name says so, as it comes. */
export function textOf(name: string, content: Readable): AsyncIterable<string> {
  const plain = name.endsWith('.gz') ? pipeline(content, createGunzip(), () => {}) : content;
  return plain.setEncoding('utf8');
}

/** The lines of a text, as many at a time as came together. Keeps no more than a chunk and a line. */
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
