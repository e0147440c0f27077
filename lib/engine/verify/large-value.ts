import { createHash } from 'node:crypto';
import { isLargeObject, type TablePlan } from '../../model/table-plan.ts';
import type { CanonicalRow, CanonicalValue } from '../../model/value.ts';

/** Values up to this length are compared as they are. */
const shortMax = 256;

/**
 * Large objects are held and reported as their length and SHA-256 instead of their bytes; null when the table has none.
 * Two values have the same stand-in exactly when they are equal (as far as SHA-256 tells).
 */
export function largeValueDigester(table: TablePlan): ((row: CanonicalRow) => CanonicalRow) | null {
  const positions = table.columns.flatMap((column, at) => (isLargeObject(column) ? [at] : []));
  if (positions.length === 0) return null;
  return (row) => {
    const next = [...row];
    for (const at of positions) next[at] = digested(row[at] ?? null);
    return next;
  };
}

function digested(value: CanonicalValue): CanonicalValue {
  if (value === null || value.length <= shortMax) return value;
  const kind = typeof value === 'string' ? 'characters' : 'bytes';
  return `(${value.length} ${kind}, sha256 ${createHash('sha256').update(value).digest('hex')})`;
}
