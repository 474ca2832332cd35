export type TargetKind = 'local' | 'ministack' | 'cloud';

/** A service under test. */
export interface Target {
  readonly kind: TargetKind;
  /** The suite's whole configuration: the service's address, and where to get tokens and the like. */
  readonly environment: Readonly<Record<string, string>>;
  /** Returns the end of the log, which may explain a failure. */
  diagnosis(): Promise<string>;
  /** Stops what was started, and verifies that it ended. */
  stop(): Promise<void>;
}
