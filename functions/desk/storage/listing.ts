import type { StoredObject } from './objects.ts';

/** ListObjectsV2's answer, as far as the SDK reads it; all in one part. */
export function listingOf(bucket: string, prefix: string, objects: readonly StoredObject[]): string {
  const found = objects.filter(({ key }) => key.startsWith(prefix)).sort((a, b) => (a.key < b.key ? -1 : 1));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult>',
    element('Name', bucket),
    element('Prefix', prefix),
    element('KeyCount', found.length),
    element('IsTruncated', 'false'),
    ...found.map(
      ({ key, bytes, eTag, modifiedAt }) =>
        `<Contents>${element('Key', key)}${element('Size', bytes)}${element('ETag', `"${eTag}"`)}${element('LastModified', modifiedAt)}</Contents>`,
    ),
    '</ListBucketResult>',
  ].join('');
}

const element = (name: string, value: string | number): string =>
  `<${name}>${escaped(String(value))}</${name}>`;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
