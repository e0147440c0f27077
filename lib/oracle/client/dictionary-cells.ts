/** Cells of dictionary rows, decoded at the door: a cell that is not what the view documents is an assertion. */
import { assert } from '../../model/fault.ts';
import type { SourceRow } from './oracle-session.ts';

/** A text that the view declares NOT NULL. */
export function text(row: SourceRow, position: number): string {
  const value = row[position];
  assert(typeof value === 'string', `dictionary cell ${position} is text`);
  return value;
}

export function textOrNull(row: SourceRow, position: number): string | null {
  const value = row[position] ?? null;
  assert(value === null || typeof value === 'string', `dictionary cell ${position} is text or NULL`);
  return value;
}

/** A small count; the driver delivers NUMBER as text. */
export function count(row: SourceRow, position: number): number {
  const value = countOrNull(row, position);
  assert(value !== null, `dictionary cell ${position} is a number`);
  return value;
}

export function countOrNull(row: SourceRow, position: number): number | null {
  const value = textOrNull(row, position);
  if (value === null) return null;
  const number = Number(value);
  assert(Number.isSafeInteger(number), `dictionary cell ${position} is a whole number`);
  return number;
}

/** Rows by the text of one cell, in their order. */
export function groupBy(rows: readonly SourceRow[], position: number): ReadonlyMap<string, readonly SourceRow[]> {
  const groups = new Map<string, SourceRow[]>();
  for (const row of rows) {
    const key = text(row, position);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
