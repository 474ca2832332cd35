import * as z from 'zod';
import { callJson } from './rest.ts';
import type { Ministack } from './server.ts';

const groupsSchema = z.object({ logGroups: z.array(z.object({ logGroupName: z.string() })) });
const eventsSchema = z.object({
  events: z.array(z.object({ timestamp: z.number(), message: z.string() })),
});

/** Returns the last `count` errors that functions logged, oldest first. */
export async function errorsLogged(ministack: Ministack, count: number): Promise<string> {
  const logs = (operation: string, input: object) =>
    callJson(ministack, 'logs', `Logs_20140328.${operation}`, input);
  const { logGroups } = groupsSchema.parse(await logs('DescribeLogGroups', {}));
  const found = await Promise.all(
    logGroups.map(async ({ logGroupName }) => {
      const { events } = eventsSchema.parse(await logs('FilterLogEvents', { logGroupName }));
      return events
        .filter(({ message }) => /"level":"ERROR"|\bERROR\b/.test(message))
        .map((event) => ({ ...event, logGroupName }));
    }),
  );
  return found
    .flat()
    .sort((a, b) => a.timestamp - b.timestamp)
    .slice(-count)
    .map(({ timestamp, logGroupName, message }) =>
      `${new Date(timestamp).toISOString()} ${logGroupName} ${message.trim()}`.slice(0, 1_500),
    )
    .join('\n');
}
