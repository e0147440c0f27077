import { oracleError } from '../oracle-error.ts';
import { rowidToText } from '../sql/values/rowid.ts';
import type { SqlValue } from '../sql/values/value.ts';
import type { BindMeta } from './bind.ts';
import { writeDateTime, writeIntervalDs, writeIntervalYm } from './datetime-bytes.ts';
import { writeBinaryDouble, writeBinaryFloat } from './float-bytes.ts';
import { lengthOf } from './lob-table.ts';
import type { LobTable } from './lob-table.ts';
import { writeNumber } from './number-bytes.ts';
import { writeRowidFields, writeUrowid } from './rowid-bytes.ts';
import { isLobColumn } from './wire-column.ts';
import type { WireColumn } from './wire-column.ts';
import { FORM, WIRE_TYPE } from './wire-numbers.ts';
import type { Writer } from './writer.ts';

/** Writes one value of one column. Chosen once per column, called once per row. */
export type CellWriter = (writer: Writer, value: SqlValue) => void;

const LOB_CHUNK_BYTES = 8132;
const ROWID_LENGTH = 14;

/**
 * The writer of a column. `define` is what the client asked a LOB to become: LONG and LONG RAW mean the value itself instead of a
 * locator.
 */
export function cellWriter(column: WireColumn, define: BindMeta | null, lobs: LobTable): CellWriter {
  const inline = define !== null && (define.wireType === WIRE_TYPE.long || define.wireType === WIRE_TYPE.longRaw);
  if (isLobColumn(column)) return inline ? lobInline(define.form) : lobLocator(lobs);
  if (column.wireType === WIRE_TYPE.long || column.wireType === WIRE_TYPE.longRaw) return long;
  if (column.bytesMax === 0) return nothing(column);
  return nullable(plainWriter(column.wireType, column.form));
}

/** The value of an OUT bind: like a column, then an "actual length" of 0; rowids travel as text. */
export function writeOutBind(writer: Writer, bind: BindMeta, value: SqlValue, lobs: LobTable): void {
  outBindWriter(bind, lobs)(writer, value);
  writer.integer(0);
}

function outBindWriter(bind: BindMeta, lobs: LobTable): CellWriter {
  switch (bind.wireType) {
    case WIRE_TYPE.clob:
    case WIRE_TYPE.blob:
      return lobLocator(lobs);
    case WIRE_TYPE.binaryInteger:
      return nullable(plainWriter(WIRE_TYPE.number, FORM.none));
    case WIRE_TYPE.rowid:
    case WIRE_TYPE.urowid:
      return nullable(plainWriter(WIRE_TYPE.varchar, FORM.database));
    case WIRE_TYPE.long:
    case WIRE_TYPE.longRaw:
      return long;
    default:
      return nullable(plainWriter(bind.wireType, bind.form));
  }
}

function nullable(write: CellWriter): CellWriter {
  return (writer, value) => {
    if (value === null) writer.byte(0);
    else write(writer, value);
  };
}

/** The client skips such a column without reading a byte. */
function nothing(column: WireColumn): CellWriter {
  return (_writer, value) => {
    if (value !== null) throw oracleError(600, 'standin-empty-column', column.name);
  };
}

function lobLocator(lobs: LobTable): CellWriter {
  return (writer, value) => {
    if (value === null) {
      writer.integer(0);
      return;
    }
    const lob = asLob(value);
    const locator = lobs.locate(lob);
    writer.integer(locator.length).integer(lengthOf(lob)).integer(LOB_CHUNK_BYTES).bytes(locator);
  };
}

/** Inline LOBs and LONGs have an indicator and a return code behind them. */
function lobInline(form: number): CellWriter {
  return (writer, value) => {
    if (value === null) writer.byte(0);
    else {
      const lob = asLob(value);
      if (lob.kind === 'blob') writer.bytes(lob.bytes);
      else if (form === FORM.national) writer.bytes(utf16(lob.text));
      else writer.text(lob.text);
    }
    writer.byte(0).byte(0);
  };
}

const long: CellWriter = (writer, value) => {
  if (value === null) writer.byte(0);
  else if (typeof value === 'string') writer.text(value);
  else if (value instanceof Uint8Array) writer.bytes(value);
  else throw mismatch('LONG', value);
  writer.byte(0).byte(0);
};

function plainWriter(wireType: number, form: number): CellWriter {
  switch (wireType) {
    case WIRE_TYPE.varchar:
    case WIRE_TYPE.char:
      return form === FORM.national ? nationalText : text;
    case WIRE_TYPE.number:
      return number;
    case WIRE_TYPE.date:
    case WIRE_TYPE.timestamp:
    case WIRE_TYPE.timestampTz:
    case WIRE_TYPE.timestampLtz:
      return dateTime;
    case WIRE_TYPE.raw:
      return raw;
    default:
      return rareWriter(wireType);
  }
}

function rareWriter(wireType: number): CellWriter {
  switch (wireType) {
    case WIRE_TYPE.binaryDouble:
      return (writer, value) => writeBinaryDouble(writer, asFloat(value));
    case WIRE_TYPE.binaryFloat:
      return (writer, value) => writeBinaryFloat(writer, asFloat(value));
    case WIRE_TYPE.intervalYm:
      return (writer, value) => {
        if (!isKind(value, 'interval-ym')) throw mismatch('INTERVAL YEAR TO MONTH', value);
        writeIntervalYm(writer, value);
      };
    case WIRE_TYPE.intervalDs:
      return (writer, value) => {
        if (!isKind(value, 'interval-ds')) throw mismatch('INTERVAL DAY TO SECOND', value);
        writeIntervalDs(writer, value);
      };
    case WIRE_TYPE.rowid:
      return (writer, value) => {
        if (!isKind(value, 'rowid')) throw mismatch('ROWID', value);
        writer.byte(ROWID_LENGTH);
        writeRowidFields(writer, value);
      };
    case WIRE_TYPE.urowid:
      return (writer, value) => {
        if (typeof value !== 'string' && !isKind(value, 'rowid')) throw mismatch('UROWID', value);
        writeUrowid(writer, value);
      };
    case WIRE_TYPE.boolean:
      return (writer, value) => {
        if (typeof value !== 'boolean') throw mismatch('BOOLEAN', value);
        if (value) writer.byte(2).byte(1).byte(1);
        else writer.byte(1).byte(0);
      };
    default:
      throw oracleError(3115);
  }
}

const text: CellWriter = (writer, value) => {
  if (typeof value === 'string') writer.text(value);
  else if (isKind(value, 'rowid')) writer.text(rowidToText(value));
  else throw mismatch('VARCHAR2', value);
};

const nationalText: CellWriter = (writer, value) => {
  if (typeof value !== 'string') throw mismatch('NVARCHAR2', value);
  writer.bytes(utf16(value));
};

const number: CellWriter = (writer, value) => {
  if (!isKind(value, 'number')) throw mismatch('NUMBER', value);
  writeNumber(writer, value);
};

const raw: CellWriter = (writer, value) => {
  if (!(value instanceof Uint8Array)) throw mismatch('RAW', value);
  writer.bytes(value);
};

const dateTime: CellWriter = (writer, value) => {
  if (typeof value === 'object' && value !== null && 'kind' in value) {
    switch (value.kind) {
      case 'date':
      case 'timestamp':
      case 'timestamp-tz':
      case 'timestamp-ltz':
        writeDateTime(writer, value);
        return;
      default:
    }
  }
  throw mismatch('DATE', value);
};

type Tagged = Extract<SqlValue, { readonly kind: string }>;

function isKind<K extends Tagged['kind']>(value: SqlValue, kind: K): value is Extract<Tagged, { readonly kind: K }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

function asLob(value: SqlValue): Extract<Tagged, { readonly kind: 'clob' | 'blob' }> {
  if (isKind(value, 'clob') || isKind(value, 'blob')) return value;
  throw mismatch('LOB', value);
}

function asFloat(value: SqlValue): number {
  if (isKind(value, 'binary-double') || isKind(value, 'binary-float')) return value.value;
  throw mismatch('BINARY_DOUBLE', value);
}

/** The engine's fault: a value that does not belong to its column's type must not reach a client as something else. */
function mismatch(expected: string, value: SqlValue): Error {
  const found = typeof value === 'object' && value !== null ? ('kind' in value ? value.kind : 'raw') : typeof value;
  return oracleError(600, `standin-value-${found}`, expected);
}

function utf16(value: string): Buffer {
  return Buffer.from(value, 'utf16le').swap16();
}
