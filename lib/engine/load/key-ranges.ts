import type { ChunkRange } from '../../model/chunk.ts';
import type { CanonicalRow } from '../../model/value.ts';

/** A bound longer than this (characters over all its columns) is left out: its two ranges become one. */
const boundCharactersMax = 1_000;

/**
 * Adjacent half-open key ranges from sampled identities in ascending order: the first without lower, the last without
 * upper bound. No sample gives one range over the whole table.
 */
export function keyRanges(samples: readonly CanonicalRow[]): readonly ChunkRange[] {
  const bounds = samples.map(boundText).filter((bound) => bound.join('').length <= boundCharactersMax);
  const ends: readonly (readonly string[] | null)[] = [...bounds, null];
  let from: readonly string[] | null = null;
  return ends.map((to) => {
    const range = {
      kind: 'key' as const,
      partition: null,
      partitionKind: 'none' as const,
      from: from === null ? null : [...from],
      to: to === null ? null : [...to],
    };
    from = to;
    return range;
  });
}

/** Key values as a bound holds them: text as it is, bytes in base64. */
function boundText(identity: CanonicalRow): readonly string[] {
  return identity.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : (value ?? '')));
}
