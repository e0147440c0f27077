import { numberToText } from '../values/number.ts';
import type { DateTimeValue, SqlValue } from '../values/value.ts';

/** A partition bound as HIGH_VALUE shows it: dates and timestamps as the functions Oracle writes. */
export function boundText(value: SqlValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'object' && 'kind' in value) {
    if (value.kind === 'number') return numberToText(value);
    if (value.kind === 'date') {
      return `TO_DATE(' ${civil(value)}', 'SYYYY-MM-DD HH24:MI:SS', 'NLS_CALENDAR=GREGORIAN')`;
    }
    if (value.kind === 'timestamp') {
      const fraction = value.nanosecond === 0 ? '' : `.${String(value.nanosecond).padStart(9, '0').replace(/0+$/, '')}`;
      return `TIMESTAMP' ${civil(value)}${fraction}'`;
    }
  }
  if (value instanceof Uint8Array) return `HEXTORAW('${Buffer.from(value).toString('hex').toUpperCase()}')`;
  throw new Error('no text for such a bound');
}

function civil(value: DateTimeValue): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${String(value.year).padStart(4, '0')}-${two(value.month)}-${two(value.day)} ${two(value.hour)}:${two(value.minute)}:${two(value.second)}`;
}
