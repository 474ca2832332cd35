import type * as z from 'zod';

/** Returns the message for an issue whose schema has none; undefined keeps zod's message. */
export function sentenceOf(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value'))
    return `This field is missing. Send ${wantedBy(issue)}.`;
  switch (issue.code) {
    case 'invalid_type':
      return `This is ${kindOf(issue.input)}. Send ${wantedBy(issue)}.`;
    case 'invalid_value':
      return `This value is not allowed. Send ${wantedBy(issue)}.`;
    case 'too_small':
      return `Too small. The minimum is ${issue.minimum}.`;
    case 'too_big':
      return `Too large. The maximum is ${issue.maximum}.`;
    case 'invalid_format':
      return `Not a valid ${issue.format}. Send one.`;
    case 'invalid_union':
      return 'The value matches none of the accepted forms. See the API reference.';
    default:
      return undefined;
  }
}

const NAMES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'an array',
  null: 'null',
};

function wantedBy(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_value')
    return issue.values.map((value) => JSON.stringify(value) ?? String(value)).join(' or ');
  const { expected } = issue as { readonly expected?: string };
  return NAMES[expected ?? ''] ?? `a value of type ${expected}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  const kind = Array.isArray(value) ? 'array' : typeof value;
  return NAMES[kind] ?? kind;
}
