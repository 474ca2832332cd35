import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ThemeCheck, Verdict } from '../domain/theme-store/theme-versions.ts';
import { stylesheetKey } from '../domain/theme-store/themes.ts';
import type { BuiltTheme } from '../themes/package.ts';
import { selfContained } from '../themes/self-contained.ts';

const s3 = new S3Client({ forcePathStyle: true, maxAttempts: 5 });

/** Of a stylesheet with its fonts and images in it: some twice what the checks allow of each once. */
const MOST_BYTES = 2_000_000;

/** A file of its own for each upload never changes: it may be kept for good by whoever has it. */
const CACHING = 'private, max-age=31536000, immutable';

/**
 * Puts into the folder what the store hands on of a theme that passed: one stylesheet that needs nothing else, and the
 * previews. Done twice it is the same. Without a folder of files there is no pass: one that is too large has failed.
 */
export async function publishTheme(
  bucket: string,
  folder: string,
  theme: BuiltTheme,
  checks: readonly ThemeCheck[],
): Promise<Verdict> {
  const whole = selfContained(theme, MOST_BYTES);
  if (whole.kind === 'too-large') return { checks: [...checks, tooLarge(whole.bytes)], files: null };
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
  await put(stylesheetKey(files), whole.stylesheet, 'text/css; charset=utf-8');
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
