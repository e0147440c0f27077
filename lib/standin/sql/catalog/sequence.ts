import type { SchemaObject } from './schema-object.ts';

/** A sequence as ALL_SEQUENCES shows it; the numbers have up to 28 digits. */
export interface Sequence extends SchemaObject {
  readonly kind: 'SEQUENCE';
  minValue: bigint;
  maxValue: bigint;
  incrementBy: bigint;
  cycle: boolean;
  order: boolean;
  cacheSize: bigint;
  /** The value NEXTVAL returns next. LAST_NUMBER lies at the end of the cache: `lastNumberOf`. */
  nextValue: bigint;
  /** The first value beyond those that are cached; equals `nextValue` when nothing is cached. */
  cachedUntil: bigint;
  /** Made for an identity column (ISEQ$$_nnnnn). */
  readonly forIdentity: boolean;
}

/** LAST_NUMBER of ALL_SEQUENCES: the first number that is not in the cache. */
export function lastNumberOf(sequence: Sequence): bigint {
  return sequence.cachedUntil;
}
