import type * as z from 'zod';
import type { BodyForms, BodyHeaders } from '../kernel/call.ts';

/** In binary mode, event attributes are sent as headers with this prefix. */
const PREFIX = 'ce-';

/**
 * Accepts the HTTP forms of CloudEvents: a batch, one event as JSON (structured mode), or one event with its attributes
 * in headers and its data in the body (binary mode). Each form is parsed to an array of events.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
 */
export function cloudEventForms(event: z.ZodObject): BodyForms {
  return {
    types: {
      'application/json': undefined,
      'application/cloudevents-batch+json': undefined,
      'application/cloudevents+json': event,
    },
    // CloudEvents defines JSON as the default media type of data.
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

/** CloudEvents attribute names are lower case, so a field with another name is a mistake and not an extension. */
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

/**
 * Decodes a header value: characters other than printable ASCII are percent-encoded. Returns malformed values
 * unchanged.
 */
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
