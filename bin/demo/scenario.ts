import { styleText } from 'node:util';
import { type ApiClient, type Claims, connect, must, tokenFrom } from '../api-client.ts';

/** One part of the demo, with accounts of its own. */
export interface Scenario {
  readonly title: string;
  run(demo: Demo): Promise<void>;
}

/** What a scenario works with. */
export interface Demo {
  /** Returns an account id that is new in this run. The same name returns the same id. */
  account(name: string, kind?: 'user' | 'company'): string;
  as(claims: Claims): Promise<ApiClient>;
  note(text: string): void;
  /** Compares a figure with the expected one, and prints it as `format` says. */
  check<T extends string | number>(what: string, expected: T, actual: T, format?: (value: T) => string): void;
  /** Waits until all accepted work is done. */
  drain(): Promise<void>;
  /** Returns the service's time, in epoch milliseconds. */
  now(): Promise<number>;
  /** Whether the stack is the demo's own, so that its clock may be moved. Prints a note if it is not. */
  mayMoveClock(): boolean;
  /** Moves the service's clock, and does the scheduled tasks that fall due on the way. */
  moveClock(to: number): Promise<void>;
  readonly results: { readonly right: number; readonly wrong: number };
}

/** Opens the demo of the service at a URL, which must issue tokens at /dev/token. */
export function openDemo(url: string, { ownsStack }: { readonly ownsStack: boolean }): Demo {
  const run = Date.now().toString(36);
  const results = { right: 0, wrong: 0 };
  const anyone = connect(url, null);
  const note = (text: string) => console.log(`  ${text}`);
  return {
    results,
    note,
    account: (name, kind = 'user') => `${kind}_demo-${name}-${run}`,
    as: async (claims) => connect(url, await tokenFrom(`${url}/dev/token`, claims)),
    check: (what, expected, actual, format = String) => {
      const isRight = actual === expected;
      results[isRight ? 'right' : 'wrong'] += 1;
      const mark = isRight ? painted('green', '✓') : painted('red', '✗');
      note(`${mark} ${what}: ${format(actual)}${isRight ? '' : `, expected ${format(expected)}`}`);
    },
    drain: async () => {
      must(200, await anyone.call('POST /dev/drain', {}));
    },
    now: async () => Date.parse(must(200, await anyone.call<{ now: string }>('GET /dev/clock')).now),
    mayMoveClock: () => {
      if (!ownsStack)
        note('Skipped: the rest moves the clock of the service. Run the demo without BASE_URL.');
      return ownsStack;
    },
    moveClock: async (to) => {
      must(200, await anyone.call('POST /dev/clock', { now: new Date(to).toISOString() }));
    },
  };
}

const painted = (colour: 'green' | 'red', text: string): string =>
  process.stdout.isTTY && process.env.NO_COLOR === undefined ? styleText(colour, text) : text;
