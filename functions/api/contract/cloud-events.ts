import type * as z from 'zod';
import type { BodyForms, BodyHeaders } from '../kernel/call.ts';

/** Attributes of an event in binary mode come as headers of these names. */
const PREFIX = 'ce-';

/**
 * The ways in which HTTP carries CloudEvents: a batch, one event as JSON (structured mode), or one whose attributes
 * are headers and whose data is the body (binary mode). Each is read as an array of events.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
 */
export function cloudEventForms(event: z.ZodObject): BodyForms {
  return {
    types: {
      'application/json': undefined,
      'application/cloudevents-batch+json': undefined,
      'application/cloudevents+json': event,
    },
    // JSON is what data without a media type is, by CloudEvents.
    implied: (headers) => (isBinary(headers) ? 'application/json' : undefined),
    read: ({ mediaType, headers, json }) => {
      const known = (value: unknown) => withoutExtensions(value, event);
      if (mediaType === 'application/cloudevents+json')
        return { value: [known(json)], place: (path) => path.replace(/^\/0/, '') };
      if (mediaType === 'application/json' && isBinary(headers))
        return { value: [known({ ...attributesIn(headers), data: json })], place: placeInBinary };
      return { value: Array.isArray(json) ? json.map(known) : json, place: (path) => path };
    },
  };
}

/** CloudEvents has attributes in lower case: a field of another name is a mistake, not an extension. */
const ATTRIBUTE_NAME = /^[a-z0-9]+$/;

function withoutExtensions(value: unknown, event: z.ZodObject): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const isExtension = (name: string) => ATTRIBUTE_NAME.test(name) && !Object.hasOwn(event.shape, name);
  return Object.fromEntries(Object.entries(value).filter(([name]) => !isExtension(name)));
}

const isBinary = (headers: BodyHeaders): boolean => headers[`${PREFIX}specversion`] !== undefined;

const attributesIn = (headers: BodyHeaders) =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith(PREFIX))
      .map(([name, value = '']) => [name.slice(PREFIX.length), decoded(value)]),
  );

/** What is no printable ASCII travels percent-encoded; what is not encoded well is taken as it is. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

const placeInBinary = (path: string): string => {
  const [, , attribute = '', ...rest] = path.split('/');
  return attribute === 'data' ? ['', ...rest].join('/') : `${PREFIX}${attribute}`;
};
