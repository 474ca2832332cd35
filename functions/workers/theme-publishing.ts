import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ThemeCheck, ValidationResult } from '../domain/theme-store/theme-versions.ts';
import { stylesheetKey } from '../domain/theme-store/themes.ts';
import type { BuiltTheme } from '../themes/package.ts';
import { selfContained } from '../themes/self-contained.ts';

const s3 = new S3Client({ forcePathStyle: true, maxAttempts: 5 });

/** The size of a stylesheet with embedded fonts and images: about twice what the checks allow for each alone. */
const MOST_BYTES = 2_000_000;

/** Each upload has its own path, so its files never change and may be cached for a year. */
const CACHING = 'private, max-age=31536000, immutable';

/**
 * Publishes the files of a valid theme: one self-contained stylesheet, and the previews. Repeated calls have the same
 * result. Returns a failed check and no files if the stylesheet is too large.
 */
export async function publishTheme(
  bucket: string,
  folder: string,
  theme: BuiltTheme,
  checks: readonly ThemeCheck[],
): Promise<ValidationResult> {
  const built = selfContained(theme, MOST_BYTES);
  if (built.kind === 'too-large') return { checks: [...checks, tooLarge(built.bytes)], files: null };
  const files = { folder, previews: theme.previews, fingerprint: theme.fingerprint };
  const put = (key: string, body: Uint8Array | string, contentType: string) =>
    s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: contentType,
        CacheControl: CACHING,
      }),
    );
  await put(stylesheetKey(files), built.stylesheet, 'text/css; charset=utf-8');
  for (const { path } of theme.previews) {
    const asset = theme.assets.get(path);
    if (asset) await put(`${folder}${path}`, asset.bytes, asset.contentType);
  }
  return { checks, files };
}

const tooLarge = (bytes: number): ThemeCheck => ({
  id: 'self-contained-size',
  title: 'The stylesheet is small enough with its fonts and images in it',
  passed: false,
  measured: `${bytes.toLocaleString('en-GB')} B`,
  required: `at most ${MOST_BYTES.toLocaleString('en-GB')} B; name each image once`,
  where: 'theme.css',
});
