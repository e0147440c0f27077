import { numberToText } from '../../../lib/standin/sql/values/number.ts';
import { rowidToText } from '../../../lib/standin/sql/values/rowid.ts';
import type { SqlValue } from '../../../lib/standin/sql/values/value.ts';

/** A value as the hand-written answers spell it. */
export function valueText(value: SqlValue): string {
  if (value === null) return '-';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  switch (value.kind) {
    case 'number':
      return numberToText(value);
    case 'date':
      return `${value.year}-${two(value.month)}-${two(value.day)} ${two(value.hour)}:${two(value.minute)}:${two(value.second)}`;
    case 'timestamp':
    case 'timestamp-tz':
    case 'timestamp-ltz':
      return `${value.year}-${two(value.month)}-${two(value.day)} ${two(value.hour)}:${two(value.minute)}:${two(value.second)}.${String(value.nanosecond).padStart(9, '0')}`;
    case 'rowid':
      return rowidToText(value);
    case 'clob':
      return value.text;
    case 'blob':
      return Buffer.from(value.bytes).toString('hex');
    case 'binary-float':
    case 'binary-double':
      return String(value.value);
    default:
      return JSON.stringify(value);
  }
}

function two(part: number): string {
  return String(part).padStart(2, '0');
}
