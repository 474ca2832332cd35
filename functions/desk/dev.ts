import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import { iso, parseInstant } from '../domain/time.ts';
import type { BusinessClock } from './clock.ts';
import { readBody, type Serve, sendJson, sendProblem } from './http/answers.ts';
import { listDeadLetters, redrive } from './queues/dead-letters.ts';
import type { Queue } from './queues/queue.ts';
import type { Tokens } from './tokens.ts';

export interface DevParts {
  readonly tokens: Tokens;
  readonly clock: BusinessClock;
  readonly queues: { readonly usage: Queue; readonly uploads: Queue; readonly deadLetters: Queue };
  /** Resolves when nothing is left to do. */
  readonly drain: () => Promise<void>;
}

interface DevRoute {
  readonly status?: number;
  run(parts: DevParts, body: unknown): Promise<unknown>;
}

const texts = z.array(z.string().min(1));
const tokenSchema = z.strictObject({
  sub: z.string().min(1),
  groups: texts.optional(),
  accounts: texts.optional(),
  scope: z.union([z.string().min(1), texts]).optional(),
});
const clockSchema = z.union(
  [
    z.strictObject({ now: z.iso.datetime({ offset: true }) }),
    z.strictObject({ advanceSeconds: z.int().min(0) }),
  ],
  { error: 'Give either "now", a time, or "advanceSeconds", a whole number from 0.' },
);
const anyObject = z.looseObject({});

const readClock = ({ clock }: DevParts) => ({ now: iso(clock.now()) });

const devRoutes: Readonly<Record<string, DevRoute>> = {
  'POST /dev/token': {
    run: async ({ tokens }, body) => ({ token: await tokens.issue(tokenSchema.parse(body)) }),
  },
  'GET /dev/clock': { run: async (parts) => readClock(parts) },
  'POST /dev/clock': {
    run: async (parts, body) => {
      const to = clockSchema.parse(body);
      if ('now' in to) parts.clock.set(parseInstant(to.now));
      else parts.clock.advance(to.advanceSeconds);
      return readClock(parts);
    },
  },
  'POST /dev/drain': {
    run: async ({ drain }) => {
      await drain();
      return { drained: true };
    },
  },
  'GET /dev/dead-letters': {
    run: async ({ queues }) => ({ items: listDeadLetters(queues.deadLetters) }),
  },
  'POST /dev/dead-letters/redrive': {
    run: async ({ queues }) => ({
      redriven: await redrive(queues.deadLetters, [queues.usage, queues.uploads]),
    }),
  },
  'POST /dev/s3-events': {
    status: 202,
    run: async ({ queues }, body) => {
      const message = await queues.uploads.send(JSON.stringify(anyObject.parse(body)));
      return { messageId: message.id };
    },
  },
};

/** What only the desk has, under /dev: tokens, the clock, waiting, dead letters. Never deployed. */
export function devEndpoint(parts: DevParts): Serve {
  return async (request, response, path) => {
    const key = `${request.method} ${path}`;
    const route = Object.hasOwn(devRoutes, key) ? devRoutes[key] : undefined;
    if (route === undefined) return false;
    try {
      const body = request.method === 'POST' ? await jsonOf(request) : undefined;
      return sendJson(response, route.status ?? 200, await route.run(parts, body));
    } catch (fault) {
      if (fault instanceof SyntaxError)
        return sendProblem(response, 'malformed-json', 'The body is not JSON.', path);
      if (!(fault instanceof z.ZodError)) throw fault;
      const errors = fault.issues.map((issue) => ({
        path: `/${issue.path.map(String).join('/')}`,
        detail: issue.message,
      }));
      return sendProblem(response, 'validation-failed', 'The body is not as it must be.', path, { errors });
    }
  };
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const text = (await readBody(request))?.toString() ?? '';
  return text === '' ? undefined : JSON.parse(text);
}
