import type { ChunkRange } from '../../lib/model/chunk.ts';
import { decodeRowid, type RowidParts } from '../../lib/model/rowid.ts';
import type { TablePlan } from '../../lib/model/table-plan.ts';
import type { CanonicalRow, CanonicalValue } from '../../lib/model/value.ts';

/** How a side orders text: by code, or letters before their case as many collations do. */
export type TextOrder = 'binary' | 'letters-first';

/** The identity of a row as one text, for look-ups. */
export function keyText(values: CanonicalRow): string {
  return JSON.stringify(values);
}

export function identityOf(plan: TablePlan, row: CanonicalRow): CanonicalRow {
  return plan.identity.columns.map((position) => row[position] ?? null);
}

export function compareKeys(plan: TablePlan, order: TextOrder, left: CanonicalRow, right: CanonicalRow): number {
  for (const [at, position] of plan.identity.columns.entries()) {
    const isNumber = plan.columns[position]?.form === 'decimal';
    const found = isNumber
      ? Number(left[at]) - Number(right[at])
      : compareTexts(order, text(left[at]), text(right[at]));
    if (found !== 0) return found;
  }
  return 0;
}

function compareTexts(order: TextOrder, left: string, right: string): number {
  if (order === 'letters-first') {
    const folded = compareBinary(left.toLowerCase(), right.toLowerCase());
    if (folded !== 0) return folded;
  }
  return compareBinary(left, right);
}

function compareBinary(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function text(value: CanonicalValue | undefined): string {
  if (typeof value !== 'string') throw new TypeError('keys of the simulation are texts');
  return value;
}

/** Whether identity values lie in a key range, as this side orders them. */
export function inKeyRange(plan: TablePlan, order: TextOrder, key: CanonicalRow, range: ChunkRange): boolean {
  if (range.kind !== 'key') throw new TypeError('a key range');
  const { from, to } = range;
  return (
    (from === null || compareKeys(plan, order, key, from) >= 0) &&
    (to === null || compareKeys(plan, order, key, to) < 0)
  );
}

/** Whether a physical place lies in a ROWID range. */
export function inRowidRange(place: RowidParts, range: ChunkRange): boolean {
  if (range.kind !== 'rowid') throw new TypeError('a ROWID range');
  const { from, to } = range;
  return (
    (from === null || comparePlaces(place, decodeRowid(from)) >= 0) &&
    (to === null || comparePlaces(place, decodeRowid(to)) < 0)
  );
}

function comparePlaces(left: RowidParts, right: RowidParts): number {
  return left.object - right.object || left.file - right.file || left.block - right.block || left.row - right.row;
}
