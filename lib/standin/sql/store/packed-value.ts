import { oracleError } from '../../oracle-error.ts';
import type {
  DateTimeValue,
  OracleDate,
  OracleRowid,
  OracleTimestamp,
  OracleTimestampTz,
  SqlType,
  SqlValue,
} from '../values/value.ts';
import { encodeNumber, readNumber } from '../values/number-encoding.ts';

/**
 * Column values in Oracle's internal formats: NUMBER see packed-number.ts; DATE 7 bytes (century+100, year+100, month, day, hour+1,
 * minute+1, second+1); TIMESTAMP 7 bytes or 11 with nanoseconds; WITH TIME ZONE 13 with hour+20 and minute+60 of the offset (and the
 * region's name behind it); intervals 5 and 11 bytes; BINARY_FLOAT and BINARY_DOUBLE with the sign bit flipped so that they sort;
 * ROWID 10 bytes; text in UTF-8. All but regions and JSON sort as their values do.
 */
export type ValueDecoder = (bytes: Uint8Array, start: number, end: number) => SqlValue;

/** A value of the column's type, already converted and checked by the caller, as bytes. */
export function encodeValue(type: SqlType, value: SqlValue): Uint8Array | null {
  if (value === null) return null;
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  if (typeof value === 'boolean') return Uint8Array.of(value ? 1 : 0);
  if (value instanceof Uint8Array) return value;
  switch (value.kind) {
    case 'number':
      return encodeNumber(value);
    case 'date':
    case 'timestamp':
    case 'timestamp-ltz':
      return encodeDateTime(value);
    case 'timestamp-tz':
      return encodeZoned(value);
    case 'interval-ym': {
      const bytes = Buffer.allocUnsafe(5);
      const years = Math.trunc(value.months / 12);
      bytes.writeUInt32BE(years + 0x8000_0000, 0);
      bytes[4] = value.months - years * 12 + 60;
      return bytes;
    }
    case 'interval-ds':
      return encodeDaySecond(value.seconds, value.nanosecond);
    case 'binary-float':
      return encodeFloating(value.value, 4);
    case 'binary-double':
      return encodeFloating(value.value, 8);
    case 'rowid':
      return encodeRowid(value);
    case 'clob':
      return Buffer.from(value.text, 'utf8');
    case 'blob':
      return value.bytes;
    default:
      throw oracleError(932, type.kind.toUpperCase(), 'UDT');
  }
}

function encodeDateTime(value: DateTimeValue): Uint8Array {
  const nanosecond = value.kind === 'date' ? 0 : value.nanosecond;
  const bytes = Buffer.allocUnsafe(nanosecond === 0 ? 7 : 11);
  writeSeconds(bytes, value);
  if (nanosecond !== 0) bytes.writeUInt32BE(nanosecond, 7);
  return bytes;
}

function writeSeconds(bytes: Buffer, value: DateTimeValue): void {
  const century = Math.trunc(value.year / 100);
  bytes[0] = century + 100;
  bytes[1] = value.year - century * 100 + 100;
  bytes[2] = value.month;
  bytes[3] = value.day;
  bytes[4] = value.hour + 1;
  bytes[5] = value.minute + 1;
  bytes[6] = value.second + 1;
}

function encodeZoned(value: OracleTimestampTz): Uint8Array {
  const region = value.region === null ? null : Buffer.from(value.region, 'latin1');
  const bytes = Buffer.alloc(13 + (region?.length ?? 0));
  writeSeconds(bytes, value);
  bytes.writeUInt32BE(value.nanosecond, 7);
  const hours = Math.trunc(value.offsetMinutes / 60);
  bytes[11] = hours + 20;
  bytes[12] = value.offsetMinutes - hours * 60 + 60;
  if (region !== null) bytes.set(region, 13);
  return bytes;
}

function encodeDaySecond(total: number, nanosecond: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(11);
  const days = Math.trunc(total / 86_400);
  let rest = total - days * 86_400;
  bytes.writeUInt32BE(days + 0x8000_0000, 0);
  const hours = Math.trunc(rest / 3600);
  rest -= hours * 3600;
  const minutes = Math.trunc(rest / 60);
  bytes[4] = hours + 60;
  bytes[5] = minutes + 60;
  bytes[6] = rest - minutes * 60 + 60;
  bytes.writeUInt32BE(nanosecond + 0x8000_0000, 7);
  return bytes;
}

function encodeFloating(value: number, size: 4 | 8): Uint8Array {
  const bytes = Buffer.allocUnsafe(size);
  if (size === 4) bytes.writeFloatBE(value);
  else bytes.writeDoubleBE(value);
  const head = bytes[0] ?? 0;
  if (head < 0x80) bytes[0] = head | 0x80;
  else for (let at = 0; at < size; at += 1) bytes[at] = ~(bytes[at] ?? 0) & 0xff;
  return bytes;
}

export function encodeRowid(value: OracleRowid): Uint8Array {
  const bytes = Buffer.allocUnsafe(10);
  bytes.writeUInt32BE(value.object, 0);
  bytes.writeUInt32BE(value.file * 2 ** 22 + value.block, 4);
  bytes.writeUInt16BE(value.row, 8);
  return bytes;
}

/** The decoder of a column: chosen once per statement, called per row. */
export function valueDecoder(type: SqlType): ValueDecoder {
  switch (type.kind) {
    case 'varchar2':
    case 'char':
    case 'nvarchar2':
    case 'nchar':
    case 'long':
    case 'urowid':
      return decodeText;
    case 'number':
    case 'float':
      return (bytes, start, end) => readNumber(bytes, start, end - start);
    case 'date':
      return decodeDate;
    case 'timestamp':
      return decodeTimestamp;
    case 'timestamp-ltz':
      return (bytes, start, end) => ({ ...decodeTimestamp(bytes, start, end), kind: 'timestamp-ltz' });
    case 'timestamp-tz':
      return decodeZoned;
    case 'interval-ym':
      return (bytes, start) => ({
        kind: 'interval-ym',
        months: (uint32(bytes, start) - 0x8000_0000) * 12 + (bytes[start + 4] ?? 60) - 60,
      });
    case 'interval-ds':
      return decodeDaySecond;
    case 'binary-float':
      return (bytes, start) => ({ kind: 'binary-float', value: floating(bytes, start, 4) });
    case 'binary-double':
      return (bytes, start) => ({ kind: 'binary-double', value: floating(bytes, start, 8) });
    case 'raw':
    case 'long-raw':
      return (bytes, start, end) => Uint8Array.prototype.slice.call(bytes, start, end);
    case 'clob':
    case 'nclob':
    case 'xmltype':
    case 'json':
      return (bytes, start, end) => ({ kind: 'clob', text: utf8(bytes, start, end) });
    case 'blob':
      return (bytes, start, end) => ({ kind: 'blob', bytes: Uint8Array.from(bytes.subarray(start, end)) });
    case 'rowid':
      return decodeRowid;
    case 'boolean':
      return (bytes, start) => bytes[start] === 1;
    default:
      return () => {
        throw oracleError(932, 'NUMBER', 'UDT');
      };
  }
}

/** Longer texts are faster decoded by the runtime. */
const LOOP_MAX = 24;

function decodeText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > LOOP_MAX) return utf8(bytes, start, end);
  let text = '';
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte > 0x7f) return utf8(bytes, start, end);
    text += String.fromCharCode(byte);
  }
  return text;
}

function utf8(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}

function decodeDate(bytes: Uint8Array, start: number): OracleDate {
  return {
    kind: 'date',
    year: ((bytes[start] ?? 100) - 100) * 100 + (bytes[start + 1] ?? 100) - 100,
    month: bytes[start + 2] ?? 1,
    day: bytes[start + 3] ?? 1,
    hour: (bytes[start + 4] ?? 1) - 1,
    minute: (bytes[start + 5] ?? 1) - 1,
    second: (bytes[start + 6] ?? 1) - 1,
  };
}

function decodeTimestamp(bytes: Uint8Array, start: number, end: number): OracleTimestamp {
  return {
    kind: 'timestamp',
    year: ((bytes[start] ?? 100) - 100) * 100 + (bytes[start + 1] ?? 100) - 100,
    month: bytes[start + 2] ?? 1,
    day: bytes[start + 3] ?? 1,
    hour: (bytes[start + 4] ?? 1) - 1,
    minute: (bytes[start + 5] ?? 1) - 1,
    second: (bytes[start + 6] ?? 1) - 1,
    nanosecond: end - start > 7 ? uint32(bytes, start + 7) : 0,
  };
}

function decodeZoned(bytes: Uint8Array, start: number, end: number): OracleTimestampTz {
  return {
    ...decodeTimestamp(bytes, start, end),
    kind: 'timestamp-tz',
    offsetMinutes: ((bytes[start + 11] ?? 20) - 20) * 60 + (bytes[start + 12] ?? 60) - 60,
    region: end - start > 13 ? utf8(bytes, start + 13, end) : null,
  };
}

function decodeDaySecond(bytes: Uint8Array, start: number): SqlValue {
  const days = uint32(bytes, start) - 0x8000_0000;
  const part = (at: number): number => (bytes[start + at] ?? 60) - 60;
  return {
    kind: 'interval-ds',
    seconds: days * 86_400 + part(4) * 3600 + part(5) * 60 + part(6),
    nanosecond: uint32(bytes, start + 7) - 0x8000_0000,
  };
}

function floating(bytes: Uint8Array, start: number, size: 4 | 8): number {
  const plain = Buffer.from(bytes.subarray(start, start + size));
  const head = plain[0] ?? 0;
  if (head >= 0x80) plain[0] = head & 0x7f;
  else for (let at = 0; at < size; at += 1) plain[at] = ~(plain[at] ?? 0) & 0xff;
  return size === 4 ? plain.readFloatBE() : plain.readDoubleBE();
}

function decodeRowid(bytes: Uint8Array, start: number): OracleRowid {
  const place = uint32(bytes, start + 4);
  return {
    kind: 'rowid',
    object: uint32(bytes, start),
    file: Math.floor(place / 2 ** 22),
    block: place % 2 ** 22,
    row: (bytes[start + 8] ?? 0) * 256 + (bytes[start + 9] ?? 0),
  };
}

function uint32(bytes: Uint8Array, at: number): number {
  return (((bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)) * 256 + (bytes[at + 2] ?? 0)) * 256 + (bytes[at + 3] ?? 0);
}
