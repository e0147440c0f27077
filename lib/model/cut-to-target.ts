/**
 * The projection of V3: what of a source value its target column holds. Applied to a value before it is written and
 * before it is compared, so that a stated loss is never a discrepancy. Cutting twice changes nothing more.
 */
import { isGregorianLeapYear } from './canonical-value.ts';
import { Fault, unreachable } from './fault.ts';
import type { ColumnPlan } from './table-plan.ts';
import type { CanonicalRow, CanonicalValue } from './value.ts';

/** Cuts the values of one column; made once per column and called once per value. */
export type ColumnCutter = (value: CanonicalValue) => CanonicalValue;

/** The value as the target holds it. Fault VALUE_REFUSED when it cannot hold it at all. */
export function cutToTarget(column: ColumnPlan, value: CanonicalValue): CanonicalValue {
  const cutter = columnCutter(column);
  return cutter === null ? value : cutter(value);
}

/** The cutter of a column, or null when its declaration alone proves that every value fits unchanged. */
export function columnCutter(column: ColumnPlan): ColumnCutter | null {
  switch (column.form) {
    case 'decimal':
      return decimalCutter(column);
    case 'double':
      return onText((text) => finiteDouble(column, text));
    case 'datetime':
    case 'timestamp':
    case 'timestamp-local':
      return onText((text) => datetimeOfTarget(column, text));
    case 'text':
    case 'char':
    case 'clob':
      return isNational(column) ? onText((text) => wellFormed(column, text)) : null;
    case 'timestamp-zone':
    case 'interval-year-month':
    case 'interval-day-second':
    case 'bytes':
    case 'blob':
      return null;
    default:
      return unreachable(column.form, 'canonical form');
  }
}

/** Cuts whole rows of one table. Returns null when no column of the table needs it. */
export function rowCutter(columns: readonly ColumnPlan[]): ((row: CanonicalRow) => CanonicalRow) | null {
  const cutters: { readonly position: number; readonly cut: ColumnCutter }[] = [];
  columns.forEach((column, position) => {
    const cut = columnCutter(column);
    if (cut !== null) cutters.push({ position, cut });
  });
  if (cutters.length === 0) return null;
  return (row) => cutRow(row, cutters);
}

function cutRow(
  row: CanonicalRow,
  cutters: readonly { readonly position: number; readonly cut: ColumnCutter }[],
): CanonicalRow {
  let changed: CanonicalValue[] | null = null;
  for (const { position, cut } of cutters) {
    const value = row[position];
    if (value === undefined || value === null) continue;
    const kept = cut(value);
    if (kept === value) continue;
    changed ??= row.slice();
    changed[position] = kept;
  }
  return changed ?? row;
}

function onText(cut: (text: string) => string): ColumnCutter {
  return (value) => (typeof value === 'string' ? cut(value) : value);
}

/**
 * Checked for every value, also where the declaration promises that it fits: a column may have been altered since it was
 * planned, and a target rounds excess digits of a DECIMAL with a mere note.
 */
function decimalCutter(column: ColumnPlan): ColumnCutter | null {
  if (column.origin.kind === 'rowid-part') return null;
  const type = column.targetType;
  switch (type.kind) {
    case 'decimal':
      return digitsCutter(column, type.precision - type.scale, type.scale);
    case 'bigint':
      return digitsCutter(column, bigintDigits, 0);
    case 'boolean':
      return digitsCutter(column, 1, 0);
    default:
      return null;
  }
}

/** BIGINT holds every number of 18 digits. */
const bigintDigits = 18;

function digitsCutter(column: ColumnPlan, integersMax: number, decimalsMax: number): ColumnCutter {
  return onText((text) => {
    const negative = text.charCodeAt(0) === 0x2d ? 1 : 0;
    const point = text.indexOf('.');
    const integers = (point < 0 ? text.length : point) - negative;
    const decimals = point < 0 ? 0 : text.length - point - 1;
    // A lone `0` before the point takes no room in DECIMAL(30,30).
    const needed = integers === 1 && text.charCodeAt(negative) === 0x30 ? 0 : integers;
    if (needed > integersMax || decimals > decimalsMax) {
      const held = `${integersMax} digits before and ${decimalsMax} after the point`;
      throw refused(column, `a number has more than the ${held} that the target holds, and it is never rounded`);
    }
    return text;
  });
}

function finiteDouble(column: ColumnPlan, text: string): string {
  if (text === 'NaN' || text === 'Infinity' || text === '-Infinity') {
    throw refused(column, 'NaN and infinity have no place in a DOUBLE of the target');
  }
  return text;
}

const datetimeCharacters = 19;

function datetimeOfTarget(column: ColumnPlan, text: string): string {
  if (text.charCodeAt(0) === 0x2d || text.startsWith('0000')) {
    throw refused(column, 'a date before year 1 has no place in a DATETIME, which holds years 1 to 9999');
  }
  if (text.startsWith('02-29', 5) && !isGregorianLeapYear(Number(text.slice(0, 4)))) {
    throw refused(column, 'a 29 February of the Julian calendar (before 1582) does not exist on the target');
  }
  if (text.length === datetimeCharacters) return text;
  const digits = column.targetType.kind === 'datetime' ? column.targetType.digits : 6;
  return cutFraction(text, digits);
}

function cutFraction(text: string, digits: number): string {
  let end = Math.min(text.length, datetimeCharacters + 1 + digits);
  if (end === text.length && text.charCodeAt(end - 1) !== 0x30) return text;
  while (end > datetimeCharacters + 1 && text.charCodeAt(end - 1) === 0x30) end -= 1;
  return text.slice(0, end === datetimeCharacters + 1 ? datetimeCharacters : end);
}

function isNational(column: ColumnPlan): boolean {
  if (column.origin.kind !== 'column') return false;
  const kind = column.origin.type.kind;
  return kind === 'nvarchar2' || kind === 'nchar' || kind === 'nclob';
}

function wellFormed(column: ColumnPlan, text: string): string {
  if (!text.isWellFormed()) throw refused(column, 'a text holds half of a surrogate pair, which UTF-8 cannot hold');
  return text;
}

function refused(column: ColumnPlan, cause: string): Fault {
  return new Fault('VALUE_REFUSED', cause, { subject: column.targetName });
}
