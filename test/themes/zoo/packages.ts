import { font, packageOf, picture } from '../../support/theme-package.ts';
import { forged, lyingOfSize, overlapped, renamed } from '../../support/zip-forgery.ts';
import { gif, noise, rhyme, zeros } from './material.ts';
import { drawing, packed, type Zoo } from './specimens.ts';

/** What is wrong with the zip, before anything in it is read. */
export const packages: Zoo = {
  'package-readable': {
    'nothing at all': () => new Uint8Array(),
    text: () => new TextEncoder().encode('body { color: red }'),
    'half a zip': async () => (await packageOf()).subarray(0, 4_000),
    'a wrong checksum': async () =>
      forged(await packageOf(), 'theme.css', ({ bytes, central }) => bytes.writeUInt32LE(7, central + 16)),
    'a method of packing that nobody uses': async () =>
      forged(await packageOf(), 'theme.css', ({ bytes, central }) => bytes.writeUInt16LE(12, central + 10)),
    'a size that is less than what comes out': async () => lyingOfSize(await packageOf(), 'theme.css', 10),
    'a size of four gigabytes that is not there': async () =>
      lyingOfSize(await packageOf(), 'theme.css', 0xff_ff_ff_fe),
    'a size that zip64 says nothing of': async () =>
      forged(
        await packageOf({ packing: { 'theme.css': { forceZip64Format: true } } }),
        'theme.css',
        ({ bytes, central }) => {
          const extra = central + 46 + 'theme.css'.length;
          for (
            let at = extra;
            at < extra + bytes.readUInt16LE(central + 30);
            at += 4 + bytes.readUInt16LE(at + 2)
          )
            if (bytes.readUInt16LE(at) === 1) bytes.writeBigUInt64LE(2n ** 52n, at + 4);
        },
      ),
  },
  'package-size': {
    'eleven megabytes': () => packageOf({ files: { 'images/a.png': new Uint8Array(11_000_000) } }),
    'a file of six megabytes': () => packageOf({ files: { 'images/a.png': noise(6_000_000) } }),
    'more than twenty megabytes unpacked, well below the limit when packed': () =>
      packageOf({
        files: Object.fromEntries(
          Array.from({ length: 5 }, (_, index) => [`images/${index}.svg`, rhyme(4_500_000)]),
        ),
      }),
    '201 entries': () =>
      packageOf({
        files: Object.fromEntries(Array.from({ length: 197 }, (_, i) => [`images/${i}.svg`, drawing('')])),
      }),
    '65,534 entries by its own account': async () =>
      forged(await packageOf(), 'theme.css', ({ bytes, end }) => bytes.writeUInt16LE(0xff_fe, end + 10)),
    'a stylesheet that no parser should be given': () => packageOf({ css: rhyme(300_000) }),
  },
  'package-ratio': {
    'three megabytes of blanks': () => packageOf({ files: { 'README.md': ' '.repeat(3_000_000) } }),
    'nine gigabytes of zeros in nine megabytes': () => zeros(9_000),
    'a gigabyte that says it is a hundred bytes': async () =>
      lyingOfSize(await zeros(1_000), 'README.md', 100),
    'one file under two names': async () =>
      overlapped(
        await packageOf({ files: { 'images/a.png': picture(8, 8), 'images/b.png': picture(8, 8) } }),
        'images/b.png',
        'images/a.png',
      ),
  },
  'package-paths': {
    ...named({
      'a way out of the folder': '../../../etc/passwd',
      'a way out in the middle': 'images/../../p.png',
      'an absolute name': '/etc/cron.d/theme.png',
      'a backslash': 'images\\..\\..\\a.png',
      'a drive letter': 'C:/windows/theme.png',
      'a NUL': 'images/a.svg\0.png',
      'a name that is no UTF-8': Buffer.from('images/a\xff\xfe.png', 'latin1'),
      'a name that runs backwards': 'images/\u{202e}gnp.exe.png',
      'a folder without a name': 'images//theme.png',
    }),
    'a name twice': async () =>
      renamed(
        await packageOf({ files: { 'images/a.png': picture(8, 8), 'images/b.png': picture(9, 9) } }),
        'images/b.png',
        'images/a.png',
      ),
    'names that differ in case alone': packed({
      'images/a.png': picture(8, 8),
      'images/A.png': picture(9, 9),
    }),
    'names that are one in Unicode': packed({
      'images/\u{e9}.png': picture(8, 8),
      'images/e\u{301}.png': picture(9, 9),
    }),
    'an encrypted file': async () =>
      forged(await packageOf(), 'README.md', ({ bytes, central }) => bytes.writeUInt16LE(0x801, central + 8)),
  },
  'package-links': {
    'a symbolic link': withMode(0o120_777),
    'a device': withMode(0o060_644),
    'a named pipe': withMode(0o010_644),
  },
  'package-contents': {
    'no stylesheet': () => packageOf({ files: { 'theme.css': null } }),
    'a script': packed({ 'theme.js': 'alert(1)' }),
    'a page': packed({ 'images/a.html': '<p>' }),
    WebAssembly: packed({ 'fonts/a.wasm': '\0asm' }),
    'a script that calls itself a picture': packed({ 'images/a.png': '#!/bin/sh' }),
    'a GIF that calls itself a PNG': packed({ 'images/a.png': gif }),
    'a picture that calls itself a font': packed({ 'fonts/a.woff2': picture(8, 8) }),
    'a font with something behind it': packed({
      'fonts/a.woff2': Buffer.concat([font(500), Buffer.from('PK')]),
    }),
    'a folder too many': packed({ '__MACOSX/._theme.css': 'x' }),
    'a stylesheet that is no UTF-8': packed({ 'theme.css': new Uint8Array([0x61, 0xff]) }),
    'a NUL in the stylesheet': () => packageOf({ moreCss: '\0' }),
    'an executable file': withMode(0o100_755),
    'a zip in the zip': async () => packageOf({ files: { 'images/a.zip': await packageOf() } }),
    'a zip that calls itself a picture': async () =>
      packageOf({ files: { 'images/a.png': await packageOf() } }),
    'a folder that has content': async () => {
      const packing = { 'images/a': { mode: 0o040_755 } };
      return renamed(await packageOf({ files: { 'images/a': 'x' }, packing }), 'images/a', 'imagess/');
    },
  },
};

/** Packages with a file of that name. */
function named(names: Readonly<Record<string, string | Uint8Array>>): Zoo[string] {
  return Object.fromEntries(
    Object.entries(names).map(([what, name]) => [what, () => packageWithName(Buffer.from(name))]),
  );
}

async function packageWithName(name: Buffer): Promise<Uint8Array> {
  const honest = `images/${'n'.repeat(name.length - 11)}.png`;
  return renamed(await packageOf({ files: { [honest]: picture(8, 8) } }), honest, name);
}

/** Packages with a file of that unix mode. */
function withMode(mode: number): () => Promise<Uint8Array> {
  const packing = { 'images/a.png': { mode } };
  return () => packageOf({ files: { 'images/a.png': picture(8, 8) }, packing });
}
