import { imageSize } from 'image-size';

/** A type of file that a package may contain. */
interface Kind {
  readonly path: RegExp;
  readonly contentType: string;
  /** Whether it is read as text. */
  readonly isText: boolean;
  /** Returns how the content contradicts the name's type; null if it does not. */
  violation(content: Uint8Array): string | null;
}

const text = (path: RegExp, contentType: string): Kind => ({
  path,
  contentType,
  isText: true,
  violation: textViolation,
});

const image = (extension: string, type: string, contentType: string): Kind => ({
  path: new RegExp(`^(images|previews)/[^/]+\\.${extension}$`),
  contentType,
  isText: false,
  violation: (content) => {
    const found = pixelsOf(content);
    if (!found) return 'is no image that can be read';
    return found.type === type ? null : `is ${found.type} inside`;
  },
});

/** All permitted types. Others are refused. */
const kinds: readonly Kind[] = [
  text(/^theme\.json$/, 'application/json'),
  text(/^theme\.css$/, 'text/css; charset=utf-8'),
  text(/^README\.md$/, 'text/markdown; charset=utf-8'),
  text(/^LICENSE[^/]*$/, 'text/plain; charset=utf-8'),
  text(/^images\/[^/]+\.svg$/, 'image/svg+xml'),
  { path: /^fonts\/[^/]+\.woff2$/, contentType: 'font/woff2', isText: false, violation: fontViolation },
  image('png', 'png', 'image/png'),
  image('jpg', 'jpg', 'image/jpeg'),
  image('webp', 'webp', 'image/webp'),
  ...[image('jpeg', 'jpg', 'image/jpeg'), image('avif', 'avif', 'image/avif')].map((kind) => ({
    ...kind,
    path: new RegExp(kind.path.source.replace('(images|previews)', 'images')),
  })),
];

export const kindOf = (path: string): Kind | undefined => kinds.find((kind) => kind.path.test(path));

/** Returns width, height and type from an image's header; null if it is none. */
export function pixelsOf(
  content: Uint8Array,
): { readonly width: number; readonly height: number; readonly type: string } | null {
  try {
    const { width, height, type } = imageSize(content);
    return width > 0 && height > 0 && type !== undefined ? { width, height, type } : null;
  } catch {
    return null;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Returns the text of a file that `kindOf` accepted. */
export const textOf = (content: Uint8Array): string => utf8.decode(content);

function textViolation(content: Uint8Array): string | null {
  try {
    const control = /[^\P{Cc}\t\n\f\r]/u.exec(utf8.decode(content));
    return control && `has the control character U+${codePoint(control[0])} at ${control.index}`;
  } catch {
    return 'is no UTF-8 text';
  }
}

const codePoint = (character: string): string =>
  character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');

/** A WOFF2 file starts with its signature and its length. https://www.w3.org/TR/WOFF2/#woff20Header */
function fontViolation(content: Uint8Array): string | null {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  if (content.length < 48 || view.getUint32(0) !== 0x77_4f_46_32) return 'is no WOFF2 font';
  return view.getUint32(8) === content.length ? null : 'is a WOFF2 font of another length';
}
