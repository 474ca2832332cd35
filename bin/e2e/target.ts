export type TargetKind = 'local' | 'ministack' | 'cloud';

/** A service that the suite can talk to. */
export interface Target {
  readonly kind: TargetKind;
  /** What the suite is told, and nothing else: where the service is, and how to get what it needs. */
  readonly environment: Readonly<Record<string, string>>;
  /** What may explain a failure: the end of its log. */
  diagnosis(): Promise<string>;
  /** Ends what was started for it, and makes sure that it is gone. */
  stop(): Promise<void>;
}
