import { canonicalChar, canonicalDecimal, canonicalDouble } from '../../model/canonical-value.ts';
import { unreachable } from '../../model/fault.ts';
import type { ColumnPlan } from '../../model/table-plan.ts';
import type { CanonicalRow, CanonicalValue } from '../../model/value.ts';

/** A row as the text protocol carries it: bytes per column, or null. */
export type WireRow = readonly (Buffer | null)[];

/** A function from rows as the server sends them to canonical rows; made once per table. */
export function rowDecoder(columns: readonly ColumnPlan[]): (row: WireRow) => CanonicalRow {
  const decoders = columns.map(valueDecoder);
  return (row) => {
    const values: CanonicalValue[] = [];
    for (let index = 0; index < decoders.length; index += 1) {
      const bytes = row[index];
      values.push(bytes === null || bytes === undefined ? null : (decoders[index]?.(bytes) ?? null));
    }
    return values;
  };
}

function valueDecoder(column: ColumnPlan): (bytes: Buffer) => CanonicalValue {
  switch (column.form) {
    case 'decimal':
      return (bytes) => decimalOfServer(bytes.toString('latin1'));
    case 'double':
      return (bytes) => canonicalDouble(bytes.toString('latin1'));
    case 'char':
      return (bytes) => canonicalChar(bytes.toString('utf8'));
    case 'datetime':
      return (bytes) => bytes.toString('latin1');
    case 'timestamp':
    case 'timestamp-local':
      return (bytes) => timestampOfServer(bytes.toString('latin1'));
    case 'text':
    case 'clob':
    case 'timestamp-zone':
    case 'interval-year-month':
    case 'interval-day-second':
      // A zero-length text stays one: where the source has NULL, that is a difference to be seen.
      return (bytes) => bytes.toString('utf8');
    case 'bytes':
    case 'blob':
      // A copy: the driver's packets are larger than the values cut from them and would be kept alive whole.
      return (bytes) => new Uint8Array(bytes);
    default:
      return unreachable(column.form, 'canonical form');
  }
}

/**
 * DECIMAL(18,4) is sent as `12.5000`, BIGINT as `-7`: written regularly, but for the zeros at the end. What begins like a
 * superfluous zero (a column that somebody made a text) takes the slow way.
 */
function decimalOfServer(text: string): string {
  const first = text.charCodeAt(0);
  if (first < 0x31 || first > 0x39) return canonicalDecimal(text);
  if (!text.includes('.')) return text;
  let end = text.length;
  while (text.charCodeAt(end - 1) === 0x30) end -= 1;
  return text.charCodeAt(end - 1) === 0x2e ? text.slice(0, end - 1) : text.slice(0, end);
}

/** DATETIME(6) is sent as `2024-02-14 10:58:02.202600`. */
function timestampOfServer(text: string): string {
  if (text.length <= 19) return text;
  let end = text.length;
  while (text.charCodeAt(end - 1) === 0x30) end -= 1;
  return text.slice(0, text.charCodeAt(end - 1) === 0x2e ? end - 1 : end);
}
