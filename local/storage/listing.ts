import type { StoredObject } from './objects.ts';

/** Returns ListObjectsV2's response as far as the SDK reads it, in one part. */
export function listingOf(bucket: string, prefix: string, objects: readonly StoredObject[]): string {
  const found = under(prefix, objects);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult>',
    ...headOf(bucket, prefix),
    element('KeyCount', found.length),
    ...found.map((object) => `<Contents>${factsOf(object)}</Contents>`),
    '</ListBucketResult>',
  ].join('');
}

/** Returns ListObjectVersions' response. Each object has exactly one version. */
export const versionsOf = (bucket: string, prefix: string, objects: readonly StoredObject[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListVersionsResult>',
    ...headOf(bucket, prefix),
    ...under(prefix, objects).map(
      (object) =>
        `<Version>${factsOf(object)}${element('VersionId', 'null')}${element('IsLatest', 'true')}</Version>`,
    ),
    '</ListVersionsResult>',
  ].join('');

const under = (prefix: string, objects: readonly StoredObject[]): StoredObject[] =>
  objects.filter(({ key }) => key.startsWith(prefix)).sort((a, b) => (a.key < b.key ? -1 : 1));

const headOf = (bucket: string, prefix: string): string[] => [
  element('Name', bucket),
  element('Prefix', prefix),
  element('IsTruncated', 'false'),
];

const factsOf = ({ key, bytes, eTag, modifiedAt }: StoredObject): string =>
  [
    element('Key', key),
    element('Size', bytes),
    element('ETag', `"${eTag}"`),
    element('LastModified', modifiedAt),
  ].join('');

const element = (name: string, value: string | number): string =>
  `<${name}>${escaped(String(value))}</${name}>`;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
