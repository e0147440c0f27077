/**
 * Rows are told apart as the target tells them apart (V5): `utf8mb4_bin` ignores trailing blanks, DATETIME(6) has no
 * seventh digit. Two rows have the same identity text exactly when the target holds their keys equal.
 */
import { assert } from './fault.ts';
import { columnCutter } from './cut-to-target.ts';
import type { ColumnPlan, TablePlan } from './table-plan.ts';
import type { CanonicalRow, CanonicalValue } from './value.ts';

/** The identity text of one row. For many rows of a table make the function once with `identityTextOf`. */
export function identityText(table: TablePlan, row: CanonicalRow): string {
  return identityTextOf(table)(row);
}

/** A function from rows to their identity text: injective, values framed by their length. */
export function identityTextOf(table: TablePlan): (row: CanonicalRow) => string {
  const framers = table.identity.columns.map((position) => framer(table, position));
  return (row) => {
    let text = '';
    for (const frame of framers) text += frame(row);
    return text;
  };
}

/**
 * The text of a unique key's values (positions in TablePlan.columns), or null when a value is NULL: the target lets rows
 * with NULL in a unique key stand side by side.
 */
export function uniqueTextOf(table: TablePlan, positions: readonly number[]): (row: CanonicalRow) => string | null {
  const framers = positions.map((position) => framer(table, position));
  return (row) => {
    if (positions.some((position) => row[position] === null)) return null;
    let text = '';
    for (const frame of framers) text += frame(row);
    return text;
  };
}

function framer(table: TablePlan, position: number): (row: CanonicalRow) => string {
  const column = table.columns[position];
  assert(column !== undefined, `table ${table.tableId} has no column ${position}`);
  const compared = comparedAs(column);
  return (row) => {
    const value = row[position];
    assert(value !== undefined, `a row of ${table.tableId} has no value ${position}`);
    return frame(compared(value));
  };
}

/** What the target compares: the cut value, text without trailing blanks. */
function comparedAs(column: ColumnPlan): (value: CanonicalValue) => CanonicalValue {
  const cut = columnCutter(column) ?? ((value: CanonicalValue) => value);
  if (!isPadded(column)) return cut;
  return (value) => {
    const kept = cut(value);
    return typeof kept === 'string' ? withoutTrailingBlanks(kept) : kept;
  };
}

function isPadded(column: ColumnPlan): boolean {
  const kind = column.targetType.kind;
  return kind === 'char' || kind === 'varchar' || kind === 'longtext';
}

function withoutTrailingBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0x20) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}

/** `-` for NULL, `3:abc` for text, `2x0aff` for bytes. */
function frame(value: CanonicalValue): string {
  if (value === null) return '-';
  if (typeof value === 'string') return `${value.length}:${value}`;
  return `${value.length}x${Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex')}`;
}
