/** What the API says no with (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly requestId?: string;
  readonly errors?: readonly { readonly path: string; readonly detail: string }[];
  readonly [member: string]: unknown;
}

/** The API said no: `code` is the stable end of the problem's type. */
export class Refusal extends Error {
  readonly code: string;
  readonly problem: Problem;
  /** Seconds after which it may be asked again, when it said so. */
  readonly retryAfter: number | null;

  constructor(problem: Problem, retryAfter: number | null) {
    super(problem.detail);
    this.name = 'Refusal';
    this.problem = problem;
    this.code = problem.type.slice(problem.type.lastIndexOf('/') + 1);
    this.retryAfter = retryAfter;
  }

  static async of(response: Response): Promise<Refusal> {
    const answer = (await response.json().catch(() => null)) as Partial<Problem> | null;
    const wait = Number(response.headers.get('retry-after'));
    const unknown = { type: 'about:blank', title: response.statusText, status: response.status, detail: '' };
    // What stands before the API refuses in a form of its own.
    const problem = typeof answer?.type === 'string' ? { ...unknown, ...answer } : unknown;
    return new Refusal(problem, Number.isFinite(wait) && wait > 0 ? wait : null);
  }
}

/** Whether the same may work a moment later. */
export const isPassing = (fault: Error): boolean =>
  !(fault instanceof Refusal) || fault.problem.status === 429 || fault.problem.status >= 500;
