/**
 * The word a step returns to the state machine; Choices compare it with a string. Everything else a step has to say is
 * in the project store.
 */
export const outcomes = [
  'admitted',
  'duplicate',
  'refused',
  'passed',
  'done',
  'more',
  'next',
  'gate',
  'clean',
  'paused',
  'again',
  'finished',
  'stale',
] as const;
export type Outcome = (typeof outcomes)[number];

/** What travels along every edge of the state machine: never rows, secrets or object lists. */
export interface StepInput {
  readonly projectId: string;
  readonly generation: number;
}

export interface StepResult {
  readonly outcome: Outcome;
}

/** A JSONL manifest in the object store, read by a Distributed Map. */
export interface ManifestReference {
  readonly bucket: string;
  readonly key: string;
}
