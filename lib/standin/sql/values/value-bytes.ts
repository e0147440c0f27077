/** Oracle's internal bytes of a value by its type (what DUMP shows), and the type codes DUMP names. */
import { AL16UTF16 } from './charset.ts';
import type { Charset } from './charset.ts';
import { encodeNumber } from './number-encoding.ts';
import type { DateTimeValue, OracleIntervalDs, OracleIntervalYm, OracleRowid, SqlType, SqlValue } from './value.ts';

export function typeCode(type: SqlType): number {
  switch (type.kind) {
    case 'varchar2':
    case 'nvarchar2':
      return 1;
    case 'number':
    case 'float':
      return 2;
    case 'long':
      return 8;
    case 'date':
      // An expression of type DATE has code 13; a column 12. The stand-in always says 12.
      return 12;
    case 'raw':
      return 23;
    case 'long-raw':
      return 24;
    case 'rowid':
      return 69;
    case 'char':
    case 'nchar':
      return 96;
    case 'binary-float':
      return 100;
    case 'binary-double':
      return 101;
    case 'clob':
    case 'nclob':
      return 112;
    case 'blob':
      return 113;
    case 'bfile':
      return 114;
    case 'timestamp':
      return 180;
    case 'timestamp-tz':
      return 181;
    case 'interval-ym':
      return 182;
    case 'interval-ds':
      return 183;
    case 'urowid':
      return 208;
    case 'timestamp-ltz':
      return 231;
    case 'boolean':
      return 252;
    default:
      return 58;
  }
}

export function valueBytes(value: SqlValue, type: SqlType, charset: Charset): Uint8Array {
  if (value === null) return new Uint8Array(0);
  if (typeof value === 'boolean') return Uint8Array.of(value ? 1 : 0);
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string')
    return type.kind === 'nvarchar2' || type.kind === 'nchar' ? AL16UTF16.encode(value) : charset.encode(value);
  switch (value.kind) {
    case 'number':
      return encodeNumber(value);
    case 'date':
    case 'timestamp':
    case 'timestamp-tz':
    case 'timestamp-ltz':
      return encodeDateTime(value);
    case 'interval-ym':
      return encodeIntervalYm(value);
    case 'interval-ds':
      return encodeIntervalDs(value);
    case 'binary-float':
    case 'binary-double':
      return encodeBinary(value.value, value.kind === 'binary-float');
    case 'rowid':
      return encodeRowid(value);
    case 'clob':
      return charset.encode(value.text);
    case 'blob':
      return value.bytes;
  }
}

/** DATE 7 bytes; TIMESTAMP 7 or 11; TSTZ 13, fields in UTC. */
export function encodeDateTime(value: DateTimeValue): Uint8Array {
  const century = Math.trunc(value.year / 100) + 100;
  const year = (value.year % 100) + 100;
  const base = [century, year, value.month, value.day, value.hour + 1, value.minute + 1, value.second + 1];
  if (value.kind === 'date') return Uint8Array.from(base);
  const nanos = [
    value.nanosecond >>> 24,
    (value.nanosecond >>> 16) & 255,
    (value.nanosecond >>> 8) & 255,
    value.nanosecond & 255,
  ];
  if (value.kind !== 'timestamp-tz') return Uint8Array.from(value.nanosecond === 0 ? base : [...base, ...nanos]);
  const hours = Math.trunc(value.offsetMinutes / 60);
  return Uint8Array.from([...base, ...nanos, hours + 20, (value.offsetMinutes % 60) + 60]);
}

function encodeIntervalYm(value: OracleIntervalYm): Uint8Array {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32BE(Math.trunc(value.months / 12) + 0x80000000);
  bytes.writeUInt8((value.months % 12) + 60, 4);
  return Uint8Array.from(bytes);
}

function encodeIntervalDs(value: OracleIntervalDs): Uint8Array {
  const bytes = Buffer.alloc(11);
  bytes.writeUInt32BE(Math.trunc(value.seconds / 86_400) + 0x80000000);
  bytes.writeUInt8((Math.trunc(value.seconds / 3600) % 24) + 60, 4);
  bytes.writeUInt8((Math.trunc(value.seconds / 60) % 60) + 60, 5);
  bytes.writeUInt8((value.seconds % 60) + 60, 6);
  bytes.writeUInt32BE(value.nanosecond + 0x80000000, 7);
  return Uint8Array.from(bytes);
}

/** Order-preserving IEEE: the sign bit set for positives, all bits inverted for negatives. */
function encodeBinary(value: number, single: boolean): Uint8Array {
  const bytes = Buffer.alloc(single ? 4 : 8);
  if (single) bytes.writeFloatBE(value);
  else bytes.writeDoubleBE(value);
  const first = bytes[0] ?? 0;
  if ((first & 0x80) === 0) bytes[0] = first | 0x80;
  else for (let index = 0; index < bytes.length; index += 1) bytes[index] = ~(bytes[index] ?? 0) & 255;
  return Uint8Array.from(bytes);
}

/** 10 bytes: object, file and block (10 + 22 bits), row. */
function encodeRowid(value: OracleRowid): Uint8Array {
  const bytes = Buffer.alloc(10);
  bytes.writeUInt32BE(value.object);
  bytes.writeUInt32BE(((value.file << 22) | value.block) >>> 0, 4);
  bytes.writeUInt16BE(value.row, 8);
  return Uint8Array.from(bytes);
}
