/**
 * A value known by its static type, made known to the compiler too. A mismatch is a defect of the stand-in, not of a statement.
 */
import type {
  DateTimeValue,
  OracleBlob,
  OracleClob,
  OracleIntervalDs,
  OracleIntervalYm,
  OracleNumber,
  OracleRowid,
  SqlValue,
} from './value.ts';

export function asNumber(value: SqlValue): OracleNumber {
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'number') return value;
  throw mismatch('NUMBER', value);
}

export function asText(value: SqlValue): string {
  if (typeof value === 'string') return value;
  throw mismatch('text', value);
}

export function asDateTime(value: SqlValue): DateTimeValue {
  if (typeof value === 'object' && value !== null && 'kind' in value) {
    if (
      value.kind === 'date' ||
      value.kind === 'timestamp' ||
      value.kind === 'timestamp-tz' ||
      value.kind === 'timestamp-ltz'
    ) {
      return value;
    }
  }
  throw mismatch('a date-time', value);
}

export function asBinary(value: SqlValue): number {
  if (typeof value === 'object' && value !== null && 'kind' in value) {
    if (value.kind === 'binary-double' || value.kind === 'binary-float') return value.value;
  }
  throw mismatch('a binary float', value);
}

export function asIntervalYm(value: SqlValue): OracleIntervalYm {
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'interval-ym') return value;
  throw mismatch('INTERVAL YEAR TO MONTH', value);
}

export function asIntervalDs(value: SqlValue): OracleIntervalDs {
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'interval-ds') return value;
  throw mismatch('INTERVAL DAY TO SECOND', value);
}

export function asRaw(value: SqlValue): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw mismatch('RAW', value);
}

export function asRowid(value: SqlValue): OracleRowid {
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'rowid') return value;
  throw mismatch('ROWID', value);
}

export function asClob(value: SqlValue): OracleClob {
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'clob') return value;
  throw mismatch('CLOB', value);
}

export function asBlob(value: SqlValue): OracleBlob {
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'blob') return value;
  throw mismatch('BLOB', value);
}

function mismatch(expected: string, value: SqlValue): Error {
  const found = value === null ? 'null' : typeof value === 'object' && 'kind' in value ? value.kind : typeof value;
  return new TypeError(`${expected} was expected, ${found} was found`);
}
