import * as z from 'zod';

const sentSchema = z.looseObject({ eventId: z.string(), account: z.string() });

/** An event of the sandbox provider, as it was sent. */
export type SentEvent = z.output<typeof sentSchema>;

/**
 * What the sandbox provider has sent since the server was started: its record of what it took and returned, apart from
 * what the service recorded. Kept in memory.
 */
export class ProviderEvents {
  readonly #byAccount = new Map<string, Map<string, SentEvent>>();

  /** Notes a message to the webhook. What is no event of an account is left out. */
  note(body: string): void {
    const event = eventIn(body);
    if (!event) return;
    const events = this.#byAccount.get(event.account) ?? new Map<string, SentEvent>();
    if (!events.has(event.eventId)) events.set(event.eventId, event);
    this.#byAccount.set(event.account, events);
  }

  /** The events of an account, each once, in the order in which they were first sent. */
  of(account: string): SentEvent[] {
    return [...(this.#byAccount.get(account)?.values() ?? [])];
  }
}

function eventIn(body: string): SentEvent | undefined {
  try {
    return sentSchema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
