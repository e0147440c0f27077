import { numberFromInteger } from '../sql/values/number.ts';
import type { OracleDate, OracleNumber, SqlType, SqlValue } from '../sql/values/value.ts';

/**
 * What a view's row function may give for a column: plain JavaScript values, turned into Oracle's by the type of the column.
 * Undefined and the empty string are NULL. Counts are integers (safe numbers or bigints); instants are made by {@link dateOf}.
 */
export type Cell = string | number | bigint | SqlValue | undefined;

export type Row = Readonly<Record<string, Cell>>;

/** DATE of an instant given in milliseconds since 1970; the host of the stand-in lives in UTC. */
export function dateOf(ms: number | null | undefined): OracleDate | null {
  if (ms === null || ms === undefined) return null;
  const instant = new Date(ms);
  return {
    kind: 'date',
    year: instant.getUTCFullYear(),
    month: instant.getUTCMonth() + 1,
    day: instant.getUTCDate(),
    hour: instant.getUTCHours(),
    minute: instant.getUTCMinutes(),
    second: instant.getUTCSeconds(),
  };
}

/** `2024-01-15:08:30:00`, the text of ALL_OBJECTS.TIMESTAMP. */
export function objectTimestamp(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ':');
}

export function yesNo(flag: boolean): 'YES' | 'NO' {
  return flag ? 'YES' : 'NO';
}

const SMALL_NUMBERS: readonly OracleNumber[] = Array.from({ length: 256 }, (_, value) => numberFromInteger(value));

/** The cell as a value of the column's type. A cell that does not fit its column is a mistake of the view. */
export function valueOfCell(cell: Cell, type: SqlType, column: string): SqlValue {
  if (cell === undefined || cell === null || cell === '') return null;
  if (typeof cell === 'number' || typeof cell === 'bigint') {
    if (type.kind !== 'number') throw new Error(`column ${column} is no NUMBER`);
    return (typeof cell === 'number' ? SMALL_NUMBERS[cell] : undefined) ?? numberFromInteger(cell);
  }
  if (typeof cell === 'string') return textValue(cell, type, column);
  return cell;
}

function textValue(cell: string, type: SqlType, column: string): string {
  switch (type.kind) {
    case 'char':
      return cell.padEnd(type.length, ' ');
    case 'varchar2':
    case 'long':
      return cell;
    default:
      throw new Error(`column ${column} holds no text`);
  }
}
