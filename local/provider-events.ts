import * as z from 'zod';

const sentSchema = z.looseObject({ eventId: z.string(), account: z.string() });

/** An event as the sandbox provider sent it. */
export type SentEvent = z.output<typeof sentSchema>;

/**
 * Records in memory what the sandbox provider has sent since the start. Reports compare it with what the service
 * recorded.
 */
export class ProviderEvents {
  readonly #byAccount = new Map<string, Map<string, SentEvent>>();

  /** Records a message to the webhook. Ignores messages that are no event of an account. */
  note(body: string): void {
    const event = eventIn(body);
    if (!event) return;
    const events = this.#byAccount.get(event.account) ?? new Map<string, SentEvent>();
    if (!events.has(event.eventId)) events.set(event.eventId, event);
    this.#byAccount.set(event.account, events);
  }

  /** Returns the events of an account, each once, in the order in which they were first sent. */
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
