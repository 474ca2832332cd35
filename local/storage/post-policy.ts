import { createHmac, timingSafeEqual } from 'node:crypto';
import { CREDENTIALS } from '../environment.ts';

/** An error with the code that S3 gives it. */
export class S3Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number>>;

  constructor(status: number, code: string, message: string, facts: S3Refusal['facts'] = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.facts = facts;
  }
}

/** The form's fields by lower-case name, as far as they precede the file. */
export type FormFields = ReadonlyMap<string, string>;

export interface LengthRange {
  readonly min: number;
  readonly max: number;
}

type Condition = Readonly<Record<string, string>> | readonly [string, string | number, string | number];

interface Policy {
  readonly expiration: string;
  readonly conditions: readonly Condition[];
}

const denied = (why: string) => new S3Refusal(403, 'AccessDenied', `Invalid according to Policy: ${why}`);

/**
 * Checks a form against its policy as S3 does: signature, expiry, every condition, no field without one. Returns the
 * allowed size of the file. Throws an S3Refusal. Uses the wall clock, like the signer.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
export function checkPolicy(fields: FormFields, now = Date.now()): LengthRange {
  const encoded = fields.get('policy');
  if (encoded === undefined) throw new S3Refusal(403, 'AccessDenied', 'Access Denied');
  checkSignature(encoded, fields);
  const policy = parsePolicy(encoded);
  if (!(now < Date.parse(policy.expiration))) throw denied('Policy expired.');

  const covered = new Set<string>();
  let range: LengthRange = { min: 0, max: Number.POSITIVE_INFINITY };
  for (const condition of policy.conditions) {
    if (Array.isArray(condition) && condition[0] === 'content-length-range') {
      range = { min: Number(condition[1]), max: Number(condition[2]) };
      continue;
    }
    covered.add(checkCondition(condition, fields));
  }
  const extra = [...fields.keys()].filter((name) => !covered.has(name) && !NEEDS_NO_CONDITION.test(name));
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(', ')}`);
  return range;
}

const NEEDS_NO_CONDITION = /^(policy|x-amz-signature|file|bucket|x-ignore-.*)$/;

/** Throws unless the condition is met. Returns the name of the field that it covers. */
function checkCondition(condition: Condition, fields: FormFields): string {
  const clauses: readonly (readonly unknown[])[] = Array.isArray(condition)
    ? [condition]
    : Object.entries(condition).map(([name, value]) => ['eq', `$${name}`, value]);
  const [operator, variable, wanted] = (clauses[0] ?? []).map(String);
  if (clauses.length !== 1 || variable === undefined || wanted === undefined)
    throw new S3Refusal(400, 'InvalidPolicyDocument', 'Invalid Policy: Invalid Condition.');
  const name = variable.replace(/^\$/, '').toLowerCase();
  const value = fields.get(name) ?? '';
  const holds = operator === 'starts-with' ? value.startsWith(wanted) : operator === 'eq' && value === wanted;
  if (!holds) throw denied(`Policy Condition failed: ${JSON.stringify([operator, variable, wanted])}`);
  return name;
}

function checkSignature(policy: string, fields: FormFields): void {
  const [accessKeyId, date, region, service, end] = (fields.get('x-amz-credential') ?? '').split('/');
  if (fields.get('x-amz-algorithm') !== 'AWS4-HMAC-SHA256' || !date || !region || !service || !end)
    throw new S3Refusal(400, 'InvalidArgument', 'The signature must be of version 4.');
  if (accessKeyId !== CREDENTIALS.accessKeyId) {
    const why = 'The AWS Access Key Id you provided does not exist in our records.';
    throw new S3Refusal(403, 'InvalidAccessKeyId', why);
  }
  const signature = [date, region, service, end, policy].reduce<Buffer>(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    Buffer.from(`AWS4${CREDENTIALS.secretAccessKey}`),
  );
  const given = Buffer.from(fields.get('x-amz-signature') ?? '', 'hex');
  if (given.length !== signature.length || !timingSafeEqual(given, signature)) {
    const why = 'The request signature we calculated does not match the signature you provided.';
    throw new S3Refusal(403, 'SignatureDoesNotMatch', why);
  }
}

function parsePolicy(encoded: string): Policy {
  try {
    // The policy has our own signature, so it has the format that the SDK writes.
    return JSON.parse(Buffer.from(encoded, 'base64').toString());
  } catch {
    throw new S3Refusal(400, 'InvalidPolicyDocument', 'Invalid Policy: Invalid JSON.');
  }
}
