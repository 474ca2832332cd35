import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import { ApiError } from '../functions/domain/errors.ts';
import { iso, parseInstant, plus, SECOND } from '../functions/domain/time.ts';
import type { BusinessClock } from './clock.ts';
import { THEMES_BUCKET } from './environment.ts';
import { readBody, type Serve, sendJson, sendProblem } from './http/answers.ts';
import type { Outbox } from './outbox.ts';
import type { PaymentOutcome } from './payments.ts';
import type { ProviderEvents } from './provider-events.ts';
import { listDeadLetters, type Redriven, redrive } from './queues/dead-letters.ts';
import { deadLettersOf, type Queues } from './queues/queues.ts';
import type { Schedules } from './schedules/schedules.ts';
import type { TableStream } from './stream/stream.ts';
import type { Tokens } from './tokens.ts';

export interface DevParts {
  readonly tokens: Tokens;
  readonly clock: BusinessClock;
  readonly queues: Queues;
  readonly stream: TableStream;
  readonly schedules: Schedules;
  readonly outbox: Outbox;
  readonly providerEvents: ProviderEvents;
}

interface DevRoute {
  readonly status?: number;
  /** `id` is the value of `{id}` in the path. */
  run(parts: DevParts, body: unknown, id: string): Promise<unknown>;
}

const texts = z.array(z.string().min(1));
const tokenSchema = z.strictObject({
  sub: z.string().min(1),
  groups: texts.optional(),
  accounts: texts.optional(),
  memberships: z.boolean().optional(),
  scope: z.union([z.string().min(1), texts]).optional(),
});
const clockSchema = z.union(
  [
    z.strictObject({ now: z.iso.datetime({ offset: true }) }),
    z.strictObject({ advanceSeconds: z.int().min(0) }),
  ],
  { error: 'Give either "now", a time, or "advanceSeconds", a whole number from 0.' },
);
const outcomeSchema = z.strictObject({
  outcome: z.enum([
    'succeeded',
    'failed',
    'paidAgain',
    'refundFailed',
    'disputed',
    'disputeWon',
    'disputeLost',
  ] satisfies readonly PaymentOutcome[]),
  /** The disputed amount in minor units. */
  amount: z.int().min(1).optional(),
});
const rebuildSchema = z.strictObject({
  repair: z.boolean().default(false),
  fromArchive: z.boolean().default(false),
});
const anyObject = z.looseObject({});
/** Matches both buckets' events, in either format of S3. */
const isOfThemes = (news: string): boolean => news.includes(`"bucket":{"name":"${THEMES_BUCKET}"`);

const readClock = ({ clock }: DevParts) => ({ now: iso(clock.now()) });

const devRoutes: Readonly<Record<string, DevRoute>> = {
  'POST /dev/token': {
    run: async ({ tokens }, body) => ({ token: await tokens.issue(tokenSchema.parse(body)) }),
  },
  'GET /dev/clock': { run: async (parts) => readClock(parts) },
  'POST /dev/clock': {
    run: async (parts, body) => {
      const to = clockSchema.parse(body);
      await parts.schedules.moveTo(() =>
        'now' in to ? parseInstant(to.now) : plus(parts.clock.now(), to.advanceSeconds * SECOND),
      );
      return readClock(parts);
    },
  },
  'POST /dev/drain': {
    run: async ({ schedules }) => {
      await schedules.drain();
      return { drained: true };
    },
  },
  'POST /dev/payments/{id}': {
    run: async ({ queues }, body, chargeId) => {
      const { outcome, amount } = outcomeSchema.parse(body);
      // The module creates its clients when it is loaded, so load it after the local stack has set the environment.
      const { reportPaymentOutcome } = await import('./payments.ts');
      await reportPaymentOutcome(chargeId, outcome, amount);
      await queues.work.sandbox.idle();
      return { chargeId, outcome };
    },
  },
  'GET /dev/provider-events/{id}': {
    run: async ({ providerEvents }, _, account) => ({ items: providerEvents.of(account) }),
  },
  'POST /dev/rebuild': {
    run: async ({ clock }, body) => {
      const { repair, fromArchive } = rebuildSchema.parse(body ?? {});
      if (fromArchive) {
        const { readArchive } = await import('../functions/archive/archive.ts');
        const { compareArchive } = await import('../functions/store/rebuild/archive.ts');
        return { differences: await compareArchive(readArchive()) };
      }
      const { rebuild } = await import('../functions/store/rebuild/rebuild.ts');
      return { differences: await rebuild({ repair, now: clock.now() }) };
    },
  },
  'POST /dev/audit-verifications': {
    run: async ({ clock, schedules }) => {
      // Wait for pending lines, so that the comparison does not report them as missing.
      await schedules.drain();
      const { readAuditArchive } = await import('../functions/archive/audit.ts');
      const { verifyAudit } = await import('../functions/store/rebuild/audit.ts');
      return verifyAudit(readAuditArchive(), clock.now());
    },
  },
  'GET /dev/outbox': { run: async ({ outbox }) => ({ items: outbox.list() }) },
  'GET /dev/dead-letters': {
    run: async ({ queues }) => ({ items: listDeadLetters(...deadLettersOf(queues)) }),
  },
  'POST /dev/dead-letters/redrive': {
    run: async ({ queues, stream }) => {
      const all: Redriven[] = [];
      for (const deadLetters of deadLettersOf(queues))
        all.push(
          await redrive(deadLetters, Object.values(queues.work), (change) => stream.handOnAgain(change)),
        );
      return {
        redriven: all.reduce((sum, { redriven }) => sum + redriven, 0),
        left: all.flatMap(({ left }) => left),
      };
    },
  },
  'POST /dev/s3-events': {
    status: 202,
    run: async ({ queues }, body) => {
      const news = JSON.stringify(anyObject.parse(body));
      const message = await queues.work[isOfThemes(news) ? 'themes' : 'uploads'].send(news);
      return { messageId: message.id };
    },
  },
  'POST /dev/mediaconvert-events': {
    status: 202,
    run: async ({ queues }, body) => {
      const message = await queues.work.transcoding.send(JSON.stringify(anyObject.parse(body)));
      return { messageId: message.id };
    },
  },
};

/**
 * Serves the routes of the local stack under /dev: tokens, clock, waiting, payments, mail, dead letters. Never
 * deployed.
 */
export function devEndpoint(parts: DevParts): Serve {
  return async (request, response, path) => {
    const found = findRoute(request.method ?? 'GET', path);
    if (found === null) return false;
    try {
      const body = request.method === 'POST' ? await jsonOf(request) : undefined;
      const { route, id } = found;
      return sendJson(response, route.status ?? 200, await route.run(parts, body, id));
    } catch (error) {
      if (error instanceof SyntaxError)
        return sendProblem(response, 'malformed-json', 'The body is not JSON. Send JSON.', path);
      if (error instanceof RangeError)
        return sendProblem(response, 'validation-failed', error.message, path, {
          errors: [{ path: '/', detail: error.message }],
        });
      if (error instanceof ApiError) return sendProblem(response, error.code, error.message, path);
      if (!(error instanceof z.ZodError)) throw error;
      const errors = error.issues.map((issue) => ({
        path: `/${issue.path.map(String).join('/')}`,
        detail: issue.message,
      }));
      return sendProblem(response, 'validation-failed', 'The body is not as it must be.', path, { errors });
    }
  };
}

/** Returns the route with exactly this path, or the one whose last segment is `{id}`. */
function findRoute(method: string, path: string): { route: DevRoute; id: string } | null {
  const lastSlash = path.lastIndexOf('/');
  for (const template of [path, `${path.slice(0, lastSlash)}/{id}`]) {
    const route = Object.entries(devRoutes).find(([key]) => key === `${method} ${template}`)?.[1];
    if (route !== undefined) return { route, id: path.slice(lastSlash + 1) };
  }
  return null;
}

/** Pages of other origins can send forms and plain text without a preflight, but not JSON. */
async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const text = (await readBody(request))?.toString() ?? '';
  const type = request.headers['content-type'];
  if (type === undefined ? text !== '' : !/^application\/json\s*(;|$)/i.test(type))
    throw new ApiError(
      'unsupported-media-type',
      `The Content-Type is ${type?.slice(0, 80) ?? 'missing'}. Send application/json.`,
    );
  return text === '' ? undefined : JSON.parse(text);
}
