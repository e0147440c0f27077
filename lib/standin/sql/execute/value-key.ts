import type { SqlType, SqlValue } from '../values/value.ts';

/**
 * A text that two values of one type share exactly when they are equal: what hash joins, GROUP BY and DISTINCT compare. NULL is
 * equal to NULL here; joins leave NULLs out themselves.
 */
export function valueKey(value: SqlValue): string {
  if (value === null) return '~';
  if (typeof value === 'string') return `t${value.length}:${value}`;
  if (typeof value === 'boolean') return value ? 'T' : 'F';
  if (value instanceof Uint8Array) return `r${Buffer.from(value).toString('base64')}`;
  switch (value.kind) {
    case 'number':
      return `${value.coefficient}e${value.exponent};`;
    case 'date':
      return `d${value.year},${value.month},${value.day},${value.hour},${value.minute},${value.second};`;
    case 'timestamp':
    case 'timestamp-tz':
    case 'timestamp-ltz':
      return `s${value.year},${value.month},${value.day},${value.hour},${value.minute},${value.second},${value.nanosecond};`;
    case 'interval-ym':
      return `y${value.months};`;
    case 'interval-ds':
      return `i${value.seconds},${value.nanosecond};`;
    case 'binary-float':
    case 'binary-double':
      return `b${value.value === 0 ? 0 : value.value};`;
    case 'rowid':
      return `o${value.object},${value.file},${value.block},${value.row};`;
    case 'clob':
      return `c${value.text.length}:${value.text}`;
    case 'blob':
      return `l${Buffer.from(value.bytes).toString('base64')}`;
    default:
      throw new Error('a value without a kind');
  }
}

export function rowKey(values: readonly SqlValue[]): string {
  let key = '';
  for (const value of values) key += valueKey(value);
  return key;
}

/** Types whose equality is the equality of {@link valueKey}. CHAR is compared with CHAR after taking off blanks: see `joinKey`. */
export function hashFamily(type: SqlType): string | null {
  switch (type.kind) {
    case 'number':
    case 'float':
      return 'number';
    case 'varchar2':
    case 'nvarchar2':
      return 'text';
    case 'char':
    case 'nchar':
      return 'char';
    case 'date':
    case 'timestamp':
    case 'timestamp-tz':
    case 'raw':
    case 'rowid':
      return type.kind;
    default:
      return null;
  }
}

/** As {@link valueKey}, with the blanks of CHAR taken off. */
export function joinKey(value: SqlValue, family: string): string {
  return family === 'char' && typeof value === 'string' ? valueKey(value.replace(/ +$/, '')) : valueKey(value);
}
