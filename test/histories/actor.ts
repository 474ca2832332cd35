import type { Client, TestStack } from '../support/local-stack.ts';
import { someone } from '../support/local-stack.ts';
import { freshKey } from '../support/paying.ts';
import { Account } from './model/account.ts';
import type { ChargeModel } from './model/ledger.ts';

/** Clients and the local server that all histories share. */
export interface Stage {
  readonly desk: TestStack;
  readonly admin: Client;
  readonly machine: Client;
}

/** An account on the local server and its model: every operation is made on both. */
export class Actor {
  readonly stage: Stage;
  readonly account: string;
  readonly owner: Client;
  readonly model: Account;
  /** What was done, for people to read. */
  readonly log: string[] = [];
  /** What the driver did in the provider's place: by payment what was taken, and what was returned. Minor units. */
  readonly books = { taken: new Map<string, number>(), returned: 0 };
  /** The disputes that were opened. */
  readonly disputes: {
    readonly charge: ChargeModel;
    readonly id: string;
    readonly amount: number | undefined;
  }[] = [];
  #sequence = 0;

  private constructor(stage: Stage, account: string, owner: Client) {
    this.stage = stage;
    this.account = account;
    this.owner = owner;
    this.model = new Account(stage.desk.clock.now());
  }

  static async create(stage: Stage): Promise<Actor> {
    const account = someone('company');
    return new Actor(stage, account, await stage.desk.as({ sub: someone(), accounts: [account] }));
  }

  /** The business time; the model comes along. */
  now(): number {
    const now = this.stage.desk.clock.now();
    this.model.advance(now);
    return now;
  }

  get base(): string {
    return `/v1/accounts/${this.account}`;
  }

  /** A name that nothing else in this history has. */
  name(prefix: string): string {
    this.#sequence += 1;
    return `${prefix}-${this.#sequence}`;
  }

  /** Posts as the account's owner, with a key of its own. */
  post(path: string, body: unknown) {
    return this.owner.call(`POST ${this.base}${path}`, body, freshKey());
  }

  /** Posts as an administrator, with a key of its own. */
  decide(path: string, body: unknown) {
    return this.stage.admin.call(`POST /v1/admin${path}`, body, freshKey());
  }

  /** Makes a change on the model, with the alerts that follow from it. */
  apply(change: () => void): void {
    this.model.alerts.watch(change);
  }
}

export type Pick = (n: number) => number;

/** Makes one operation on both and returns it in words; null when there was nothing to do it to. */
export type Operation = (actor: Actor, pick: Pick) => Promise<string | null>;

export const oneOf = <T>(items: readonly T[], pick: Pick): T | undefined =>
  items.length === 0 ? undefined : items[pick(items.length)];

/** Throws when an answer is not what the model says. */
export function expectAnswer(what: string, answered: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(answered), JSON.stringify(expected)];
  if (is !== should) throw new Error(`${what}: answered ${is}, expected ${should}`);
}
