/** The result of one check, as the API shows it. */
export interface CheckResult {
  /** Stable, such as `contrast-text`. */
  readonly id: string;
  readonly title: string;
  readonly passed: boolean;
  /** The measured value in words with units: `4.41:1`, `51,204 B`. */
  readonly measured: string;
  readonly required: string;
  /** File and line, selector or token of the (worst) finding; null if there is none. */
  readonly where: string | null;
}

/** A rule for themes. */
export interface Check<Subject> {
  readonly id: string;
  readonly title: string;
  readonly required: string;
  measure(subject: Subject): Finding;
}

export type Finding = Pick<CheckResult, 'passed' | 'measured' | 'where'>;

export const runCheck = <Subject>(check: Check<Subject>, subject: Subject): CheckResult => ({
  id: check.id,
  title: check.title,
  required: check.required,
  ...check.measure(subject),
});
