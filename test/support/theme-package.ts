import { crc32, deflateSync } from 'node:zlib';
import { type Options, ZipFile } from 'yazl';
import type { Manifest } from '../../functions/themes/manifest.ts';

/** What a package is to have, beside or instead of what a plain one has. */
export interface PackageChanges {
  /** Instead of theme.json's own: an object, or text as it is. */
  readonly manifest?: object | string;
  /** Instead of theme.css. */
  readonly css?: string;
  /** At the end of theme.css. */
  readonly moreCss?: string;
  /** By path; null takes a file away. */
  readonly files?: Readonly<Record<string, string | Uint8Array | null>>;
  /** How a file is packed, by path. */
  readonly packing?: Readonly<Record<string, Partial<Options>>>;
}

/** A zip of a small theme that passes every check, but for what is changed. */
export function packageOf(changes: PackageChanges = {}): Promise<Uint8Array> {
  const { manifest = plainManifest, css = plainCss, moreCss = '', files = {}, packing = {} } = changes;
  const all: PackageChanges['files'] = {
    'theme.json': typeof manifest === 'string' ? manifest : JSON.stringify(manifest, null, 2),
    'theme.css': css + moreCss,
    'README.md': plainReadme,
    'previews/light.png': picture(1_280, 800, [255, 255, 255]),
    'previews/dark.png': picture(1_280, 800, [15, 20, 25]),
    ...files,
  };
  const kept = Object.entries(all).filter((file): file is [string, string | Uint8Array] => file[1] !== null);
  return zipOf(kept, packing);
}

/** A zip of these files, in this order. */
async function zipOf(
  files: readonly (readonly [string, string | Uint8Array])[],
  packing: Readonly<Record<string, Partial<Options>>> = {},
): Promise<Uint8Array> {
  const zip = new ZipFile();
  // A picture is packed already.
  for (const [path, content] of files)
    zip.addBuffer(Buffer.from(content), path, {
      mtime: new Date('2026-01-01T00:00:00Z'),
      compress: !path.endsWith('.png'),
      ...packing[path],
    });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return new Uint8Array(Buffer.concat(chunks));
}

/** A PNG of one colour. */
export function picture(width: number, height: number, [red, green, blue] = [0, 0, 0]): Uint8Array {
  const row = Buffer.alloc(1 + width * 3);
  for (let x = 0; x < width; x += 1) row.set([red ?? 0, green ?? 0, blue ?? 0], 1 + x * 3);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [
    signature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', pixels),
    pngChunk('IEND', Buffer.alloc(0)),
  ];
  return new Uint8Array(Buffer.concat(parts));
}

function pngChunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const chunk = Buffer.alloc(named.length + 8);
  chunk.writeUInt32BE(content.length, 0);
  named.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(named), named.length + 4);
  return chunk;
}

/** The beginning of a WOFF2 font, as long as asked for. */
export function font(bytes: number): Uint8Array {
  const content = Buffer.alloc(bytes, 7);
  content.write('wOF2', 0, 'latin1');
  content.writeUInt32BE(bytes, 8);
  return new Uint8Array(content);
}

const plainReadme = `# Plain

A calm theme of few colours, for stores that let their pictures speak. It is made for reading: text is large, lines
are open, and nothing moves that need not. Light and dark are of equal rank. It needs no fonts of its own.

## Use

Choose it, and it is there: there is nothing to set.
`;

const filled = (base: string, text: string) => ({ base, text });

export const plainManifest: Manifest = {
  format: 2,
  name: 'Plain',
  version: '1.0.0',
  description: 'A calm theme of few colours.',
  tokens: {
    light: {
      colours: {
        primary: { base: '#1d4ed8', text: '#ffffff', hover: '#1e40af' },
        secondary: { base: '#374151', text: '#ffffff', hover: '#1f2937' },
        neutral: {
          background: '#ffffff',
          surface: '#f6f7f9',
          text: '#1b1f24',
          mutedText: '#4b5563',
          border: '#d0d7de',
          controlBorder: '#6b7280',
          focus: '#1d4ed8',
        },
        semantic: {
          success: filled('#166534', '#ffffff'),
          warning: filled('#7c4a03', '#ffffff'),
          danger: filled('#b42318', '#ffffff'),
          info: filled('#075985', '#ffffff'),
        },
      },
      shadows: {
        small: '0 1px 2px rgb(0 0 0 / 10%)',
        medium: '0 2px 8px rgb(0 0 0 / 12%)',
        large: '0 8px 24px rgb(0 0 0 / 16%)',
      },
    },
    dark: {
      colours: {
        primary: { base: '#93c5fd', text: '#0b1220', hover: '#bfdbfe' },
        secondary: { base: '#d1d5db', text: '#111827', hover: '#e5e7eb' },
        neutral: {
          background: '#0f1419',
          surface: '#1a2027',
          text: '#f2f4f7',
          mutedText: '#b6bec9',
          border: '#3a444f',
          controlBorder: '#8b96a3',
          focus: '#93c5fd',
        },
        semantic: {
          success: filled('#86efac', '#0b1220'),
          warning: filled('#fcd34d', '#0b1220'),
          danger: filled('#fca5a5', '#0b1220'),
          info: filled('#7dd3fc', '#0b1220'),
        },
      },
      shadows: { small: 'none', medium: '0 2px 8px rgb(0 0 0 / 60%)', large: '0 8px 24px rgb(0 0 0 / 70%)' },
    },
    typography: {
      body: 'system-ui, "Segoe UI", sans-serif',
      heading: 'Georgia, serif',
      mono: 'ui-monospace, Menlo, monospace',
      sizes: { small: '0.875rem', base: '1rem', large: '1.25rem', heading: '1.75rem', display: '2.5rem' },
      weights: { normal: 400, bold: 700 },
      lineHeights: { body: 1.6, heading: 1.25 },
    },
    spacing: { xs: '0.25rem', sm: '0.5rem', md: '1rem', lg: '1.5rem', xl: '2.5rem' },
    borders: { width: '1px', focusWidth: '2px', radii: { small: '4px', medium: '8px', large: '16px' } },
    transitions: { duration: '150ms', easing: 'cubic-bezier(0.2, 0, 0, 1)' },
  },
};

export const plainCss = `.rd-button {
  border-radius: var(--radius-large);
}

@media (prefers-reduced-motion: no-preference) {
  .rd-button {
    transition: background-color var(--motion-duration) var(--motion-easing);
  }
}

@media (min-width: 40rem) {
  .rd-card {
    padding: var(--space-lg);
  }
}

@media (min-width: 64rem) {
  .rd-card {
    padding: var(--space-xl);
  }
}
`;

/** The manifest with something else in the place of one member, by its pointer's parts; undefined takes it away. */
export function manifestWith(path: readonly string[], value: unknown): object {
  const changed = structuredClone<Record<string, unknown>>({ ...plainManifest });
  let inside = changed;
  for (const part of path.slice(0, -1)) inside = inside[part] as Record<string, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete inside[last];
  else inside[last] = value;
  return changed;
}
