import { oracleError } from '../oracle-error.ts';
import { decodeNumber } from '../sql/values/number-encoding.ts';
import { textToRowid } from '../sql/values/rowid.ts';
import type { SqlType, SqlValue } from '../sql/values/value.ts';
import {
  decodeDate,
  decodeIntervalDs,
  decodeIntervalYm,
  decodeTimestamp,
  decodeTimestampLtz,
  decodeTimestampTz,
} from './datetime-bytes.ts';
import { decodeBinaryDouble, decodeBinaryFloat } from './float-bytes.ts';
import type { LobTable } from './lob-table.ts';
import { readNumber } from './number-bytes.ts';
import type { Reader } from './reader.ts';
import { FIELD_VERSION, FORM, WIRE_TYPE } from './wire-numbers.ts';

/** What the client declares about a bind, or about the column it fetches into (a define). */
export interface BindMeta {
  readonly wireType: number;
  readonly form: number;
  readonly bytesMax: number;
  readonly isArray: boolean;
  readonly elementsMax: number;
}

const FLAG_ARRAY = 0x40;
/** Before the length of a NULL boolean. */
const ESCAPE = 253;

/** type, flags, precision, scale, size, array size, 3 more, object id, version, charset, form, size in characters, 12.2: one more */
export function readBindMeta(reader: Reader, fieldVersion: number): BindMeta {
  const wireType = reader.byte();
  const flags = reader.byte();
  reader.skip(2);
  const bytesMax = reader.integer();
  const elementsMax = reader.integer();
  reader.integer();
  if (reader.integer() > 0) reader.bytes();
  reader.integer();
  reader.integer();
  const form = reader.byte();
  reader.integer();
  if (fieldVersion >= FIELD_VERSION.v12r2) reader.integer();
  return { wireType, form, bytesMax, isArray: (flags & FLAG_ARRAY) !== 0, elementsMax };
}

export function readBindValue(reader: Reader, bind: BindMeta, lobs: LobTable): SqlValue {
  switch (bind.wireType) {
    case WIRE_TYPE.number:
    case WIRE_TYPE.binaryInteger:
      return readNumber(reader);
    case WIRE_TYPE.clob:
    case WIRE_TYPE.blob: {
      if (reader.integer() === 0) return null;
      const locator = reader.bytes();
      return locator === null ? null : lobs.contents(locator);
    }
    case WIRE_TYPE.boolean:
      return readBoolean(reader);
    case WIRE_TYPE.cursor:
      // A place for a REF CURSOR, or the number of one that came before: only the place is of use to the engine.
      if (reader.integer() !== 0) reader.integer();
      return null;
    default: {
      const bytes = reader.bytes();
      return bytes === null ? null : decodeBytes(bytes, bind);
    }
  }
}

function readBoolean(reader: Reader): boolean | null {
  const length = reader.byte();
  if (length === ESCAPE) {
    reader.byte();
    return null;
  }
  return length === 0 ? null : reader.fixed(length).readUInt8(0) === 1;
}

function decodeBytes(bytes: Buffer, bind: BindMeta): SqlValue {
  switch (bind.wireType) {
    case WIRE_TYPE.varchar:
    case WIRE_TYPE.char:
    case WIRE_TYPE.long:
      return bind.form === FORM.national ? Buffer.from(bytes).swap16().toString('utf16le') : bytes.toString('utf8');
    case WIRE_TYPE.raw:
    case WIRE_TYPE.longRaw:
      return Buffer.from(bytes);
    case WIRE_TYPE.date:
      return decodeDate(bytes);
    case WIRE_TYPE.timestamp:
      return decodeTimestamp(bytes);
    case WIRE_TYPE.timestampTz:
      return decodeTimestampTz(bytes);
    case WIRE_TYPE.timestampLtz:
      return decodeTimestampLtz(bytes);
    case WIRE_TYPE.binaryDouble:
      return { kind: 'binary-double', value: decodeBinaryDouble(bytes) };
    case WIRE_TYPE.binaryFloat:
      return { kind: 'binary-float', value: decodeBinaryFloat(bytes) };
    case WIRE_TYPE.intervalYm:
      return decodeIntervalYm(bytes);
    case WIRE_TYPE.intervalDs:
      return decodeIntervalDs(bytes);
    case WIRE_TYPE.rowid:
    case WIRE_TYPE.urowid:
      return rowidOf(bytes.toString('latin1'));
    case WIRE_TYPE.number:
      return decodeNumber(bytes);
    default:
      throw oracleError(3115);
  }
}

/** The text of a logical rowid stays text. */
function rowidOf(text: string): SqlValue {
  return text.startsWith('*') ? text : textToRowid(text);
}

/** The declared type as the engine knows it; null for a REF CURSOR, which has none. */
export function typeOfBind(bind: BindMeta): SqlType | null {
  if (bind.wireType === WIRE_TYPE.cursor) return null;
  const national = bind.form === FORM.national;
  switch (bind.wireType) {
    case WIRE_TYPE.varchar:
      return national
        ? { kind: 'nvarchar2', length: Math.ceil(bind.bytesMax / 2) }
        : { kind: 'varchar2', length: bind.bytesMax, unit: 'byte' };
    case WIRE_TYPE.char:
      return national
        ? { kind: 'nchar', length: Math.ceil(bind.bytesMax / 2) }
        : { kind: 'char', length: bind.bytesMax, unit: 'byte' };
    case WIRE_TYPE.number:
    case WIRE_TYPE.binaryInteger:
      return { kind: 'number', precision: null, scale: null };
    case WIRE_TYPE.raw:
      return { kind: 'raw', length: bind.bytesMax };
    case WIRE_TYPE.long:
      return { kind: 'long' };
    case WIRE_TYPE.longRaw:
      return { kind: 'long-raw' };
    case WIRE_TYPE.clob:
      return national ? { kind: 'nclob' } : { kind: 'clob' };
    case WIRE_TYPE.blob:
      return { kind: 'blob' };
    default:
      return fixedTypeOfBind(bind.wireType);
  }
}

function fixedTypeOfBind(wireType: number): SqlType {
  switch (wireType) {
    case WIRE_TYPE.date:
      return { kind: 'date' };
    case WIRE_TYPE.timestamp:
      return { kind: 'timestamp', precision: 9 };
    case WIRE_TYPE.timestampTz:
      return { kind: 'timestamp-tz', precision: 9 };
    case WIRE_TYPE.timestampLtz:
      return { kind: 'timestamp-ltz', precision: 9 };
    case WIRE_TYPE.intervalYm:
      return { kind: 'interval-ym', yearPrecision: 9 };
    case WIRE_TYPE.intervalDs:
      return { kind: 'interval-ds', dayPrecision: 9, secondPrecision: 9 };
    case WIRE_TYPE.binaryFloat:
      return { kind: 'binary-float' };
    case WIRE_TYPE.binaryDouble:
      return { kind: 'binary-double' };
    case WIRE_TYPE.rowid:
      return { kind: 'rowid' };
    case WIRE_TYPE.urowid:
      return { kind: 'urowid', length: 4000 };
    case WIRE_TYPE.boolean:
      return { kind: 'boolean' };
    default:
      throw oracleError(3115);
  }
}
