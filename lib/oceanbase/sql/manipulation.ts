import { assert } from '../../model/fault.ts';
import type { ColumnPlan, TablePlan } from '../../model/table-plan.ts';
import type { CanonicalRow, CanonicalValue } from '../../model/value.ts';
import { comparesPadded, literalOf } from './column-value.ts';
import { quoteIdentifier, quoteList, quoteTable } from './identifier.ts';

/** Statements on the rows of one table; made once per table, called once per batch. */
export interface Manipulation {
  /** `INSERT INTO t (..) VALUES (..),(..)`: strict, never IGNORE. */
  readonly insert: (rows: readonly CanonicalRow[]) => string;
  /** Deletes the rows whose key is byte for byte that of one of `rows` (whole rows): `k = ? AND CAST(k AS BINARY) = ?`. */
  readonly deleteExact: (rows: readonly CanonicalRow[]) => string;
  /** Reads the keys that are there byte for byte like those of `rows` (whole rows), and locks them. */
  readonly selectExactKeys: (rows: readonly CanonicalRow[]) => string;
  /** Deletes by key values as the target compares them; `keys` hold identity columns only, in identity order. */
  readonly deleteByKeys: (keys: readonly CanonicalRow[]) => string;
  /** Reads whole rows by key values as the target compares them. */
  readonly selectByKeys: (keys: readonly CanonicalRow[]) => string;
}

export function manipulationOf(table: TablePlan): Manipulation {
  const name = quoteTable(table.target);
  const literals = table.columns.map(literalOf);
  const columns = table.columns.map((column) => column.targetName);
  const insertHead = `INSERT INTO ${name} (${quoteList(columns)}) VALUES `;
  const selectHead = `SELECT ${quoteList(columns)} FROM ${name} WHERE `;
  const key = table.identity.columns.map((position) => columnAt(table, position));
  const keyLiterals = key.map(literalOf);
  const keyList = quoteList(key.map((column) => column.targetName));
  const exact = keyCondition(key, true);
  const compared = keyCondition(key, false);
  const keyTexts = (keys: readonly CanonicalRow[]): readonly (readonly string[])[] =>
    keys.map((values) => keyLiterals.map((literal, index) => literal(valueAt(values, index))));
  const identityTexts = (rows: readonly CanonicalRow[]): readonly (readonly string[])[] =>
    rows.map((row) => keyLiterals.map((literal, index) => literal(valueAt(row, table.identity.columns[index] ?? -1))));
  return {
    insert: (rows) => insertHead + rows.map((row) => rowText(literals, row)).join(','),
    deleteExact: (rows) => `DELETE FROM ${name} WHERE ${exact(identityTexts(rows))}`,
    selectExactKeys: (rows) => `SELECT ${keyList} FROM ${name} WHERE ${exact(identityTexts(rows))} FOR UPDATE`,
    deleteByKeys: (keys) => `DELETE FROM ${name} WHERE ${compared(keyTexts(keys))}`,
    selectByKeys: (keys) => selectHead + compared(keyTexts(keys)),
  };
}

function rowText(literals: readonly ((value: CanonicalValue) => string)[], row: CanonicalRow): string {
  assert(row.length === literals.length, 'a row has not as many values as its table has columns');
  let text = '(';
  for (let index = 0; index < literals.length; index += 1) {
    if (index > 0) text += ',';
    text += literals[index]?.(valueAt(row, index)) ?? '';
  }
  return `${text})`;
}

/** One column takes IN lists, which every server reads as point look-ups; several take `(a AND b) OR (c AND d)`. */
function keyCondition(key: readonly ColumnPlan[], exact: boolean): (keys: readonly (readonly string[])[]) => string {
  const [only] = key;
  assert(only !== undefined, 'a table without identity cannot be written');
  if (key.length === 1) {
    const name = quoteIdentifier(only.targetName);
    const bytes = exact && comparesPadded(only);
    return (keys) => {
      const list = keys.map(([literal]) => literal ?? '').join(',');
      return bytes ? `${name} IN (${list}) AND CAST(${name} AS BINARY) IN (${list})` : `${name} IN (${list})`;
    };
  }
  const names = key.map((column) => quoteIdentifier(column.targetName));
  return (keys) =>
    keys
      .map((literals) => {
        const parts = names.map((name, index) => `${name} = ${literals[index] ?? ''}`);
        key.forEach((column, index) => {
          if (exact && comparesPadded(column))
            parts.push(`CAST(${names[index] ?? ''} AS BINARY) = ${literals[index] ?? ''}`);
        });
        return `(${parts.join(' AND ')})`;
      })
      .join(' OR ');
}

export function columnAt(table: TablePlan, position: number): ColumnPlan {
  const column = table.columns[position];
  assert(column !== undefined, `table ${table.tableId} has no column ${position}`);
  return column;
}

function valueAt(row: CanonicalRow, position: number): CanonicalValue {
  const value = row[position];
  assert(value !== undefined, `a row has no value ${position}`);
  return value;
}
