import * as z from 'zod';
import { OWN_SOURCES } from '../../domain/metering/deduplication.ts';
import { DAY, MINUTE, parseInstant } from '../../domain/time.ts';
import { now } from '../../runtime/clock.ts';
import type { BodyForms, BodyHeaders, ContractOf } from '../kernel/call.ts';
import { account, amount, instantIn, meterOf, name } from './conventions.ts';

const MAX_AHEAD = 10 * MINUTE;
const MAX_AGE = 35 * DAY;

/** Checked together with the rest of the event, so that one answer lists all errors. */
const eventTime = instantIn
  .refine(
    (time) => parseInstant(time) <= now() + MAX_AHEAD,
    'The time is more than 10 minutes in the future. Check the clock of the producer.',
  )
  .refine(
    (time) => parseInstant(time) >= now() - MAX_AGE,
    'The time is more than 35 days old. Use POST /v1/usage-corrections for older usage.',
  );

const JSON_TYPE = /^application\/([\w.+-]+\+)?json\s*(;.*)?$/i;

const usageEvent = z
  .strictObject({
    specversion: z.literal('1.0'),
    id: name(256).meta({ example: 'req-7f3a' }),
    source: name(256)
      .refine(
        (source) => !source.startsWith(OWN_SOURCES),
        `Sources that start with ${OWN_SOURCES} are reserved for the service.`,
      )
      .meta({ example: 'https://cdn.example/edge/7' }),
    type: meterOf('counter').meta({ description: 'The meter.' }),
    subject: account,
    time: eventTime.meta({ description: 'When the usage happened. Send the same time with every retry.' }),
    datacontenttype: z.string().regex(JSON_TYPE, 'Data must be JSON, such as application/json.').optional(),
    dataschema: z.string().optional().meta({ description: 'Ignored.' }),
    data: z.strictObject({ amount }),
  })
  .meta({
    id: 'UsageEvent',
    description: 'A CloudEvent 1.0, identified by its source and id. Extension attributes are ignored.',
    // `toStored` removes extensions before the schema checks the event.
    additionalProperties: true,
  });

const usageEvents = z
  .array(usageEvent, {
    error: 'Must be an array. For one event, wrap it in […] or send it as application/cloudevents+json.',
  })
  .min(1, 'At least one event.')
  .max(1_000, 'At most 1,000 events per request.')
  .check(({ value, issues }) => {
    for (const path of conflictsIn(value))
      issues.push({
        code: 'custom',
        input: value,
        path: [path.index],
        message: `/${path.first} and /${path.other} have the same source and id but different content. Give each event an id of its own.`,
      });
  });

interface Conflict {
  readonly index: number;
  readonly first: number;
  readonly other: number;
}

/** Finds events that repeat an earlier event's source and id with other content; reports both events of each pair. */
function conflictsIn(events: readonly z.output<typeof usageEvent>[]): Conflict[] {
  const seen = new Map<string, { readonly index: number; readonly content: string }>();
  return events.flatMap(({ source, id, type, subject, time, data }, other) => {
    const key = JSON.stringify([source, id]);
    const content = JSON.stringify([type, subject, time, data.amount]);
    const known = seen.get(key);
    if (!known) seen.set(key, { index: other, content });
    if (!known || known.content === content) return [];
    return [known.index, other].map((index) => ({ index, first: known.index, other }));
  });
}

export const ingestContract = {
  'POST /v1/usage-events': {
    summary: 'Report usage',
    description: [
      'Accepts 1 to 1,000 CloudEvents 1.0, all or none: an array, one event as `application/cloudevents+json`, or one in binary mode (attributes in `ce-*` headers, `{"amount": …}` as the body). Other media types are rejected with 415.',
      'Source and id identify an event within its account and meter. Identical retries count once for 35 days, in any number and order. A retry with a changed `time` is recognized only while the event is among the account’s most recent ones of that month, or if both times are on one day with at most about 170 events of the meter. **Send the same `time` with every retry.** If amounts differ, the first one counts. Two events of one request with the same source and id but different content are rejected.',
    ].join('\n\n'),
    body: usageEvents,
    forms: cloudEventForms(usageEvent),
    answers: {
      202: {
        description: 'Accepted and stored. The events are counted within seconds.',
        schema: z.object({ accepted: z.int() }),
      },
    },
  },
} satisfies ContractOf<'ingest'>;

/** In binary mode, event attributes are sent as headers with this prefix. */
const PREFIX = 'ce-';

/**
 * Accepts the HTTP forms of CloudEvents: a batch, one event as JSON (structured mode), or one event with its attributes
 * in headers and its data in the body (binary mode). Each form is parsed to an array of events.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
 */
function cloudEventForms(event: z.ZodObject): BodyForms {
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
