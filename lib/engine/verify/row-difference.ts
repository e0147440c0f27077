import { assert } from '../../model/fault.ts';
import type { TablePlan } from '../../model/table-plan.ts';
import type { CanonicalRow, CanonicalValue } from '../../model/value.ts';

export interface ColumnDifference {
  /** Target column name. */
  readonly name: string;
  readonly source: CanonicalValue;
  readonly target: CanonicalValue;
}

/** The columns in which two rows of one identity differ. Both rows are canonical and cut to what the target holds. */
export function rowDifference(
  table: TablePlan,
  source: CanonicalRow,
  target: CanonicalRow,
): readonly ColumnDifference[] {
  assert(
    source.length === table.columns.length && target.length === table.columns.length,
    `rows of ${table.tableId} have as many values as the plan has columns`,
  );
  let differences: ColumnDifference[] | null = null;
  for (let at = 0; at < source.length; at++) {
    const left = source[at];
    const right = target[at];
    if (left === right || left === undefined || right === undefined || sameBytes(left, right)) continue;
    const name = table.columns[at]?.targetName ?? '';
    (differences ??= []).push({ name, source: left, target: right });
  }
  return differences ?? [];
}

function sameBytes(left: CanonicalValue, right: CanonicalValue): boolean {
  if (!(left instanceof Uint8Array) || !(right instanceof Uint8Array) || left.length !== right.length) return false;
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false;
  return true;
}
