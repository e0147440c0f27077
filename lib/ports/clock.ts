/** Time and waiting, so that tests need neither. */
export interface Clock {
  /** ISO 8601 in UTC with milliseconds. */
  now(): string;
  /** Milliseconds that only go forward. */
  monotonicMs(): number;
  /** Resolves after `ms`, or rejects when the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}
